/* The true rendering: asks the server at each change, one drawing at a time, and puts a picture up only once
   it is decoded, so that nothing flickers. */
import { askJson } from "../core.js";

const LONGEST_MS = 20000; // after that the connection counts as dead
const AGAIN_MS = 3000;

export class Drawing {
  constructor(state) {
    this.state = state;
    this.asked = null; // what is being drawn
    this.isBehind = false; // the text was changed since
    this.timer = 0;
    this.picture = null;
    this.waits = []; // ms from a change to its picture, the last hundred
    state.on("text", () => this.follow());
    state.on("tab seen", (change) => change?.isDrawn || this.isUnderWay || this.now());
  }

  /** Whether just this is being drawn already. */
  get isUnderWay() {
    const { asked, state } = this;
    return asked !== null && asked.document === state.document && asked.shows === state.shows && asked.seen === state.seen;
  }

  /** Draw a changed text after what is being drawn, so that one sees it move while it is dragged.
      Another tab or other facts do not wait: what is being drawn then is not what is looked at. */
  follow() {
    if (this.isUnderWay) return;
    this.since ??= performance.now();
    if (this.asked) this.isBehind = true;
    else this.now();
  }

  async now() {
    const { state } = this;
    clearTimeout(this.timer);
    this.asked?.control.abort();
    const { document, shows, seen } = state;
    const asked = (this.asked = { document, shows, seen, control: new AbortController() });
    const { signal } = asked.control;
    const dead = setTimeout(() => asked.control.abort(new DOMException("No answer came.", "TimeoutError")), LONGEST_MS);
    this.isBehind = false;
    const since = this.since ?? performance.now();
    this.since = null;
    try {
      const data = { document: document.source, show: shows, seen, brand: state.given.brand };
      const answer = await askJson(`/studio/blocks/${encodeURIComponent(state.name)}/draw`, { data, signal });
      const picture = answer.image ? await decoded(answer) : null;
      if (signal.aborted) return release(picture);
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
      state.tell("drawn");
    } catch (error) {
      if (error.name === "AbortError") return;
      state.error = error.status ? error.message : "The server cannot be reached; trying again.";
      if (!error.status || error.status === 429 || error.status >= 500) this.timer = setTimeout(() => this.now(), AGAIN_MS);
      state.tell("drawn");
    } finally {
      clearTimeout(dead);
      if (this.asked === asked) this._finish();
    }
  }

  _finish() {
    this.asked = null;
    if (this.isBehind) this.now();
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
