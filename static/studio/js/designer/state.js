/* What the designer knows: the text and what it says, which tab and elements are chosen, what was drawn.
   Parts listen by name and are told after it changed: text, tab, chosen, drawn, seen, saving, zoom, look. */
import { BlockDocument } from "./document.js";
import { History } from "./history.js";

export const FALLBACK = "fallback";
export const keyOf = (path) => JSON.stringify(path);
export const pathOf = (key) => JSON.parse(key);

export class State {
  constructor(given, vocabulary) {
    Object.assign(this, { name: given.name, given, vocabulary });
    this.document = new BlockDocument(given.document);
    this.readable = this.document.isReadable ? this.document : new BlockDocument("block: a\n");
    this.history = new History(given.document);
    this.tab = null; // index of a variant, or FALLBACK; null until the first drawing says what is shown
    this.chosen = []; // keys of elements
    this.drawn = null; // the last answer that was drawn
    this.drawnOf = null; // the document of that answer
    this.problems = [];
    this.seen = {};
    this.zoom = null; // null: as large as fits
    this.look = { width: null, alt: false };
    this._listeners = new Map();
  }

  on(names, does) {
    for (const name of names.split(" ")) {
      if (!this._listeners.has(name)) this._listeners.set(name, []);
      this._listeners.get(name).push(does);
    }
  }

  tell(name, detail) {
    for (const does of this._listeners.get(name) ?? []) does(detail);
  }

  get text() {
    return this.document.source;
  }

  /** Take a new document. `from` says which part made it, so that it need not show it anew. */
  take(document, { says = "", kind = "", from = "" } = {}) {
    if (document.source === this.document.source) return;
    this.document = document;
    if (document.isReadable) this.readable = document;
    this.history.note(document.source, { says, kind, at: performance.now(), chosen: this.chosen });
    this._mendChoice();
    this.tell("text", { from, kind });
  }

  /** Change the document; does nothing while the text cannot be read. */
  edit(says, change, { kind = "", from = "" } = {}) {
    if (!this.document.isReadable) {
      this.tell("refused", "The YAML has a mistake: mend it first, then the canvas can change it again.");
      return;
    }
    this.take(change(this.document), { says, kind, from });
  }

  undo() {
    this._return(this.history.undo(), "Undone");
  }

  redo() {
    this._return(this.history.redo(), "Done again");
  }

  choose(keys) {
    const next = [...new Set(keys)];
    if (next.join() === this.chosen.join()) return;
    this.chosen = next;
    this.tell("chosen");
  }

  /** Show a tab; `isDrawn` says that its picture is up already. */
  show(tab, { isDrawn = false } = {}) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.chosen = [];
    this.tell("tab", { isDrawn });
  }

  /** Where the shown variant stands in the document. */
  get holder() {
    return this.tab === FALLBACK || this.tab === null ? [FALLBACK] : ["variants", this.tab];
  }

  get variants() {
    const variants = this.readable.get(["variants"]);
    return Array.isArray(variants) ? variants.filter((each) => each && typeof each === "object") : [];
  }

  /** The name that the server knows the shown tab by; "" lets the decision say. */
  get shows() {
    return this.nameOf(this.tab);
  }

  nameOf(tab) {
    if (tab === null) return "";
    return tab === FALLBACK ? FALLBACK : String(this.variants[tab]?.name ?? "");
  }

  /** Path of the shown list of elements; null when the variant draws none. */
  get layout() {
    const draw = this.readable.get([...this.holder, "draw"]);
    if (Array.isArray(draw)) return [...this.holder, "draw"];
    return Array.isArray(this.readable.get(["layouts", draw])) ? ["layouts", draw] : null;
  }

  /** Width and height in CSS pixels. */
  get size() {
    const match = /^(\d+)x(\d+)$/.exec(String(this.readable.get(["size"])));
    return match ? [Number(match[1]), Number(match[2])] : [600, 240];
  }

  _return(entry, says) {
    if (!entry) return;
    this.document = new BlockDocument(entry.text);
    if (this.document.isReadable) this.readable = this.document;
    this.chosen = entry.chosen ?? [];
    this._mendChoice();
    this.tell("text", { from: "history" });
    this.tell("chosen");
    this.tell("said", says);
  }

  /** A tab or an element that is gone is no longer chosen. */
  _mendChoice() {
    if (typeof this.tab === "number" && this.tab >= this.variants.length) {
      this.tab = this.variants.length ? this.variants.length - 1 : FALLBACK;
      this.chosen = [];
      this.tell("tab");
    }
    const left = this.chosen.filter((key) => this.readable.get(pathOf(key)) !== undefined);
    if (left.length !== this.chosen.length) {
      this.chosen = left;
      this.tell("chosen");
    }
  }
}
