/* Keeps the draft: saves shortly after the last change, tries again while the server cannot be reached, and
   when somebody else saved in between asks what is to become of both, so that nothing is lost. */
import { ask, askJson } from "../core.js";

const WAIT_MS = 800;
const LONGEST_MS = 30000;

export class Saving {
  constructor(state, { onConflict }) {
    Object.assign(this, { state, onConflict, revision: state.given.revision, saved: state.text, wait: 2000 });
    state.saving = { is: "saved", at: null, why: "" };
    state.on("text", () => this.soon());
    window.addEventListener("beforeunload", (event) => {
      if (this.isBehind) event.preventDefault();
    });
    window.addEventListener("online", () => this.isBehind && this.now());
  }

  get isBehind() {
    return this.state.text !== this.saved;
  }

  soon() {
    if (!this.isBehind || this.isHeld) return;
    this._say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), WAIT_MS);
  }

  async now() {
    clearTimeout(this.timer);
    if (this.isBusy || this.isHeld || !this.isBehind) return;
    this.isBusy = true;
    this._say("saving");
    const text = this.state.text;
    try {
      const data = { document: text, base: this.revision };
      const { revision } = await askJson(this._url("draft"), { data });
      this.revision = revision;
      this.saved = text;
      this.wait = 2000;
      this._say("saved");
    } catch (error) {
      await this._failed(error);
    } finally {
      this.isBusy = false;
      if (this.isBehind && this.state.saving.is === "saved") this.soon();
    }
  }

  async _failed(error) {
    if (error.status === 409) {
      this.isHeld = true;
      this._say("conflict", "somebody else saved this block");
      const chosen = await this.onConflict(error.document, this.state.text);
      this.isHeld = false;
      this.revision = error.document.revision;
      this.saved = error.document.document;
      if (chosen === "theirs") this._say("saved");
      else setTimeout(() => this.now(), 0);
      return;
    }
    if (error.status && error.status < 500 && error.status !== 429) {
      this._say("failed", error.message);
      return;
    }
    const reached = navigator.onLine === false ? "you are offline" : error.status ? "the server has trouble" : "the server cannot be reached";
    this._say("failed", `${reached}; trying again in ${Math.round(this.wait / 1000)} s`);
    this.timer = setTimeout(() => this.now(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_MS);
  }

  /** Say every 20 s that this block is being edited; learn who else does. */
  watch() {
    const beat = async () => {
      if (document.hidden) return;
      try {
        const { others } = await (await ask(this._url("here"), { data: {} })).json();
        this.state.others = others;
        this.state.tell("others");
      } catch {
        // Saving says when the server is away.
      }
    };
    beat();
    setInterval(beat, 20000);
  }

  _url(what) {
    return `/studio/blocks/${encodeURIComponent(this.state.name)}/${what}`;
  }

  _say(is, why = "") {
    this.state.saving = { is, why, at: is === "saved" ? Date.now() : this.state.saving.at };
    this.state.tell("saving");
  }
}
