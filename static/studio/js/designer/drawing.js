/* The true rendering: asks the server shortly after each change, drops what was asked before, and puts a
   picture up only once it is decoded, so that nothing flickers. */
import { askJson } from "../core.js";

const WAIT_MS = 15;
const AGAIN_MS = 3000;

export class Drawing {
  constructor(state) {
    this.state = state;
    this.asked = null;
    this.timer = 0;
    this.picture = null;
    this.waits = []; // ms from a change to its picture, the last hundred
    state.on("text tab seen", () => this.soon());
  }

  soon() {
    this.since ??= performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), WAIT_MS);
  }

  async now() {
    const { state } = this;
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const { since, document, tab } = { since: this.since ?? performance.now(), document: state.document, tab: state.tab };
    this.since = null;
    state.tell("drawing", true);
    try {
      const data = { document: document.source, show: state.shows, seen: state.seen, brand: state.given.brand };
      const answer = await askJson(`/studio/blocks/${encodeURIComponent(state.name)}/draw`, { data, signal: asked.signal });
      const picture = answer.image ? await decoded(answer) : null;
      if (asked.signal.aborted) return release(picture);
      if (picture) {
        release(this.picture);
        this.picture = picture;
        Object.assign(state, { drawn: answer, drawnOf: document, picture: picture.url });
      } else {
        state.drawn = state.drawn ? { ...state.drawn, decision: answer.decision ?? state.drawn.decision } : null;
      }
      state.problems = answer.problems ?? [];
      state.isStale = !picture;
      state.error = "";
      this._noteWait(performance.now() - since);
      state.tell("drawn", { tab });
    } catch (error) {
      if (error.name === "AbortError") return;
      state.error = error.status ? error.message : "The server cannot be reached; trying again.";
      if (!error.status || error.status >= 500) this.timer = setTimeout(() => this.now(), AGAIN_MS);
      state.tell("drawn", { tab });
    } finally {
      if (this.asked === asked) state.tell("drawing", false);
    }
  }

  _noteWait(ms) {
    this.waits.push(ms);
    if (this.waits.length > 100) this.waits.shift();
    document.documentElement.dataset.drawnIn = Math.round(ms);
  }
}

async function decoded({ image, media_type: type }) {
  const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const node = new Image();
  node.src = url;
  try {
    await node.decode();
  } catch {
    URL.revokeObjectURL(url);
    return null;
  }
  return { url, node };
}

function release(picture) {
  // The element that shows it may still be painting: let it go a little later.
  if (picture) setTimeout(() => URL.revokeObjectURL(picture.url), 1000);
}
