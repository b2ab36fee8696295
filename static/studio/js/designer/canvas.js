/* The canvas: the true rendering at a zoom, and over it one button for each element that has a place. */
import { el } from "../core.js";
import { elementsOf, wordOf } from "./elements.js";
import { Handles } from "./handles.js";
import { put } from "./placing.js";

export class Canvas {
  constructor(parent, state, commands) {
    Object.assign(this, { state, commands, pieces: new Map(), live: null });
    this.picture = el("img", { class: "picture", alt: "", draggable: "false" });
    this.altText = el("p", { class: "alt-text", hidden: true });
    this.overlay = el("div", { class: "pieces", role: "group", "aria-label": "Elements on the canvas" });
    this.sheet = el("div", { class: "sheet" }, this.picture, this.altText, this.overlay);
    this.ground = el("div", { class: "ground", tabindex: -1 }, el("div", { class: "room" }, this.sheet));
    this.message = el("p", { class: "over", hidden: true });
    parent.append(this.ground, this.message);
    this.handles = new Handles(this, commands);
    state.on("text tab chosen", () => this.redraw());
    state.on("drawn", () => this.showPicture());
    state.on("zoom look", () => this.fit());
    new ResizeObserver(() => this.fit()).observe(this.ground);
    this.fit();
  }

  /** Device pixels of the screen for a CSS pixel of the block. */
  get scale() {
    const [width, height] = this.state.size;
    if (this.state.look.width) return Math.min(1, this.state.look.width / width);
    if (this.state.zoom) return this.state.zoom;
    const room = { width: this.ground.clientWidth - 64, height: this.ground.clientHeight - 64 };
    return Math.max(0.1, Math.min(room.width / width, room.height / height, 2));
  }

  fit() {
    const [width, height] = this.state.size;
    const { scale } = this;
    this.sheet.style.setProperty("width", `${width * scale}px`);
    this.sheet.style.setProperty("height", `${height * scale}px`);
    this.sheet.style.setProperty("--scale", scale);
    this.ground.classList.toggle("phone", Boolean(this.state.look.width));
    this.altText.hidden = !this.state.look.alt;
    this.picture.hidden = this.state.look.alt;
    this.state.tell("scaled", scale);
    this.redraw();
  }

  showPicture() {
    const { state } = this;
    if (state.picture && this.picture.getAttribute("src") !== state.picture) this.picture.src = state.picture;
    this.picture.alt = state.drawn?.decision?.alt ?? "";
    this.altText.textContent = state.drawn?.decision?.alt || "No alt text: readers with images off see nothing here.";
    this.sheet.classList.toggle("stale", Boolean(state.isStale));
    const broken = state.error || (state.isStale ? "Shown as it was last: something keeps it from being drawn. See the problems below." : "");
    this.message.hidden = !broken;
    this.message.textContent = broken;
    this.fit();
  }

  /** Put the buttons where the elements are; keeps those that stay, so that the focus stays too. */
  redraw() {
    const { state, scale } = this;
    const elements = elementsOf(state).filter((element) => element.box);
    const keys = new Set(elements.map((element) => element.key));
    for (const [key, piece] of this.pieces) {
      if (keys.has(key)) continue;
      piece.remove();
      this.pieces.delete(key);
    }
    const stop = state.chosen.find((key) => keys.has(key)) ?? elements[0]?.key;
    for (const [index, element] of elements.entries()) {
      const piece = this.pieces.get(element.key) ?? this._piece(element.key);
      const box = this.live?.get(element.key) ?? element.box;
      const isChosen = state.chosen.includes(element.key);
      put(piece, box, scale);
      piece.className = `piece${isChosen ? " chosen" : ""}${element.isShown ? "" : " unseen"}${element.kind === "line" ? " thin" : ""}`;
      piece.tabIndex = element.key === stop ? 0 : -1;
      piece.setAttribute("aria-pressed", isChosen);
      piece.setAttribute("aria-label", nameOf(element, box));
      if (this.overlay.children[index] !== piece) this.overlay.insertBefore(piece, this.overlay.children[index] ?? null);
    }
    this.elements = elements;
    this.handles.show(elements.filter((element) => state.chosen.includes(element.key)));
  }

  _piece(key) {
    const piece = el("button", { type: "button", class: "piece", dataset: { key } });
    piece.addEventListener("focus", () => {
      // With the keyboard, what has the focus is what is chosen.
      if (piece.matches(":focus-visible") && !this.handles.isBusy && !this.state.chosen.includes(key)) this.state.choose([key]);
    });
    this.pieces.set(key, piece);
    return piece;
  }

  focus(key) {
    this.pieces.get(key)?.focus({ preventScroll: false });
  }

  /** The block's pixel below a pointer. */
  point(event) {
    const at = this.sheet.getBoundingClientRect();
    return [(event.clientX - at.left) / this.scale, (event.clientY - at.top) / this.scale];
  }
}

/** "Text: Find your Northbeam, 312 by 72 at 264, 24" */
export function nameOf(element, [x, y, width, height]) {
  const label = element.label ? `: ${element.label.slice(0, 60)}` : "";
  const hidden = element.isShown ? "" : element.why === "unknown" ? ", not shown: something in it is unknown" : ", not shown now";
  return `${wordOf(element.kind)}${label}, ${width} by ${height} at ${x}, ${y}${hidden}`;
}
