/* What can be done to elements, whoever asks: canvas, keys, layers, menus. Each is one step of undo and is said
   to screen readers. */
import { el } from "../core.js";
import { elementsOf, ownBox, placed, wordOf } from "./elements.js";
import { aligned, around, distributed, shifted } from "./geometry.js";
import { starter } from "./starters.js";
import { keyOf } from "./state.js";

export class Commands {
  constructor(state) {
    this.state = state;
    this.live = el("div", { class: "hidden", role: "status", "aria-live": "polite" });
    document.body.append(this.live);
    this.drags = 0;
    state.on("said refused", (text) => this.say(text));
  }

  say(text) {
    this.live.textContent = "";
    requestAnimationFrame(() => (this.live.textContent = text));
  }

  get chosen() {
    return elementsOf(this.state).filter((element) => this.state.chosen.includes(element.key));
  }

  /** Give elements the boxes they have on the canvas; `before`: those they had when it began. */
  place(elements, before, boxes, how) {
    this.dragged ??= `drag ${(this.drags += 1)}`;
    this.state.edit(how === "resize" ? "Resize" : "Move", (document) => this._placed(document, elements, before, boxes), { kind: this.dragged, from: "canvas" });
  }

  /** A drag has ended: the next is another step of undo. */
  announceBoxes() {
    this.dragged = null;
    const [only] = this.chosen;
    if (only) this.say(`${wordOf(only.kind)}, ${only.box[2]} by ${only.box[3]} at ${only.box[0]}, ${only.box[1]}`);
  }

  nudge(dx, dy) {
    this._boxes("Move", `nudge ${this.state.chosen.join()}`, (box) => shifted(box, dx, dy));
  }

  stretch(dx, dy) {
    this._boxes("Resize", `stretch ${this.state.chosen.join()}`, ([x, y, width, height]) => [x, y, Math.max(1, width + dx), Math.max(1, height + dy)]);
  }

  align(where) {
    const elements = this.chosen.filter((element) => element.box);
    const frame = elements.length > 1 ? around(elements.map((element) => element.box)) : [0, 0, ...this.state.size];
    this._all("Align", elements, aligned(elements.map((element) => element.box), where, frame));
  }

  distribute(axis) {
    const elements = this.chosen.filter((element) => element.box);
    if (elements.length > 2) this._all("Distribute", elements, distributed(elements.map((element) => element.box), axis));
  }

  remove() {
    const tops = topmost(this.chosen);
    if (!tops.length) return;
    const says = tops.length === 1 ? `Delete ${wordOf(tops[0].kind).toLowerCase()}` : `Delete ${tops.length} elements`;
    this.state.edit(says, (document) => [...tops].sort((a, b) => b.index - a.index).reduce((next, element) => next.without(element.path), document));
    this.state.choose([]);
    this.say(`${says}: done. Undo brings it back.`);
  }

  duplicate() {
    const tops = topmost(this.chosen);
    if (!tops.length) return;
    const keys = [];
    this.state.edit("Duplicate", (document) => {
      let next = document;
      for (const [count, element] of tops.entries()) {
        const index = element.index + 1 + tops.slice(0, count).filter((other) => keyOf(other.list) === keyOf(element.list)).length;
        next = next.withEntry(element.list, index, this._besides(element));
        keys.push(keyOf([...element.list, index]));
      }
      return next;
    });
    this.state.choose(keys);
    this.say("Duplicated.");
  }

  add(kind) {
    const { state } = this;
    const list = state.layout;
    if (!list) return;
    const others = elementsOf(state).filter((element) => element.box && element.depth === 0);
    const entry = starter(kind, state.size, others.map((element) => element.box), state.vocabulary);
    const at = kind === "fill" ? 0 : state.readable.get(list).length;
    state.edit(`Add ${wordOf(kind).toLowerCase()}`, (document) => document.withEntry(list, at, { [kind]: entry }));
    state.choose([keyOf([...list, at])]);
    this.say(`${wordOf(kind)} added.`);
    state.tell("write");
  }

  /** Move an element within its list: `to` is the index it gets. */
  reorder(element, to) {
    const length = this.state.readable.get(element.list).length;
    if (to < 0 || to >= length || to === element.index) return;
    this.state.edit("Reorder", (document) => document.withMoved(element.list, element.index, to), { from: "layers" });
    this.state.choose([keyOf([...element.list, to])]);
    this.say(`${wordOf(element.kind)} is now ${length - to} of ${length} from the top.`);
  }

  /** Set a field of an element; undefined takes it out. */
  set(element, field, value, from = "properties") {
    this.state.edit(`Change ${field}`, (document) => document.with([...element.path, element.kind, field], value), { kind: `field ${element.key} ${field}`, from });
  }

  /** Never shown, or shown again as before. */
  toggle(element) {
    const path = [...element.path, element.kind, "when"];
    const when = this.state.document.get(path);
    const isOff = when === "false" || when === false;
    const was = this.hiddenBefore?.get(element.key);
    if (isOff) return this.state.edit("Show", (document) => document.with(path, was));
    this.hiddenBefore ??= new Map();
    this.hiddenBefore.set(element.key, when);
    this.state.edit("Hide", (document) => document.with(path, "false"));
    this.say(`${wordOf(element.kind)} hidden everywhere this layout is used.`);
  }

  chooseAll() {
    this.state.choose(elementsOf(this.state).filter((element) => element.box && element.depth === 0).map((element) => element.key));
  }

  _boxes(says, kind, change) {
    const elements = this.chosen.filter((element) => element.box);
    if (elements.length) this._all(says, elements, elements.map((element) => change(element.box)), kind);
  }

  _all(says, elements, next, kind = "") {
    const before = new Map(elements.map((element) => [element.key, element.box]));
    const boxes = new Map(elements.map((element, index) => [element.key, next[index]]));
    this.state.edit(says, (document) => this._placed(document, elements, before, boxes), { kind, from: "canvas" });
    const box = next[0];
    this.say(elements.length > 1 ? `${elements.length} elements moved.` : `${box[2]} by ${box[3]} at ${box[0]}, ${box[1]}`);
  }

  _placed(document, elements, before, boxes) {
    return elements.reduce((next, element) => {
      const own = ownBox(element.kind, element.fields);
      const [was, is] = [before.get(element.key), boxes.get(element.key)];
      const [field, value] = placed(element, own.map((number, index) => Math.round(number + is[index] - was[index])));
      return next.with([...element.path, element.kind, field], value);
    }, document);
  }

  _besides(element) {
    const fields = structuredClone(element.fields);
    const own = ownBox(element.kind, fields);
    if (own) {
      const [field, value] = placed(element, shifted(own, 8, 8));
      fields[field] = value;
    }
    return { [element.kind]: fields };
  }
}

/** Elements that stand in none of the others. */
function topmost(elements) {
  return elements.filter((element) => !elements.some((other) => other !== element && element.key.startsWith(`${other.key.slice(0, -1)},`)));
}
