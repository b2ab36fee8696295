/* The list of layers, the topmost first: choose, reorder by dragging or Alt and arrows, hide, duplicate, delete. */
import { el } from "../core.js";
import { elementsOf, wordOf } from "./elements.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

const MENU = [
  ["Basics", ["text", "picture", "box", "line", "fill", "icon", "badge"]],
  ["Live", ["countdown", "price", "progress", "ring", "stars", "chart", "calendar"]],
  ["Places", ["map", "sign", "code"]],
  ["Arranging", ["stack", "grid", "each"]],
];

export class Layers {
  constructor(parent, state, commands, { onFocusCanvas }) {
    Object.assign(this, { state, commands, onFocusCanvas });
    this.add = el("button", { type: "button", class: "little", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this._openAdd() }, icon("plus"), "Add element");
    this.list = el("ul", { class: "layers", "aria-label": "Layers, the topmost first" });
    this.empty = el("p", { class: "muted small", hidden: true }, "Nothing is drawn yet. Add a text or a picture.");
    this.name = el("span", { class: "muted small" });
    parent.append(el("div", { class: "side-head" }, el("h2", {}, "Layers"), this.add), this.name, this.list, this.empty);
    this.list.addEventListener("keydown", (event) => this._keyed(event));
    state.on("text tab chosen drawn", () => this.redraw());
  }

  redraw() {
    const { state } = this;
    const elements = elementsOf(state);
    this.elements = topFirst(elements);
    const focused = document.activeElement?.closest?.(".layer-name")?.dataset.key;
    const used = state.layout?.[0] === "layouts" ? `Layout “${state.layout[1]}”` : state.layout ? "This variant's own drawing" : "";
    this.name.textContent = used;
    this.empty.hidden = elements.length > 0;
    const wrong = new Set(state.problems.map((problem) => JSON.stringify(problem.path ?? [])));
    this.list.replaceChildren(...this.elements.map((element) => this._row(element, wrong)));
    if (focused) this.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  _row(element, wrong) {
    const { state } = this;
    const isChosen = state.chosen.includes(element.key);
    const isOff = element.fields.when === "false" || element.fields.when === false;
    const first = state.chosen[0] ?? this.elements[0]?.key;
    const hasProblem = [...wrong].some((path) => path === element.key || path.startsWith(`${element.key.slice(0, -1)},`));
    const name = el("button", {
      type: "button", class: "layer-name", dataset: { key: element.key }, tabindex: element.key === first ? "0" : "-1", "aria-pressed": String(isChosen),
      onclick: (event) => this._choose(event, element), ondblclick: () => state.tell("write"),
    }, icon(element.kind), el("span", { class: "says" }, element.label ? [el("span", { class: "hidden" }, `${wordOf(element.kind)}: `), element.label] : wordOf(element.kind)),
    element.isShown ? null : el("span", { class: "hidden" }, ", not shown now"),
    hasProblem ? el("span", { class: "dot bad", title: "Has a problem" }, el("span", { class: "hidden" }, ", has a problem")) : null);
    const row = el("li", { class: `layer${element.isShown ? "" : " unseen"}${isChosen ? " chosen" : ""}`, draggable: "true", style: { "--depth": element.depth } }, name,
      el("button", { type: "button", class: "tool", tabindex: -1, "aria-label": isOff ? "Show" : "Hide", title: isOff ? "Show" : "Hide", onclick: () => this.commands.toggle(element) }, icon(isOff ? "hidden" : "eye")),
      el("button", { type: "button", class: "tool", tabindex: -1, "aria-label": "More", title: "More", "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => this._openMore(event.currentTarget, element) }, icon("more")));
    this._draggable(row, element);
    return row;
  }

  _choose(event, element) {
    const { chosen } = this.state;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (adds) this.state.choose(chosen.includes(element.key) ? chosen.filter((key) => key !== element.key) : [...chosen, element.key]);
    else this.state.choose([element.key]);
    this.list.querySelector(`[data-key="${CSS.escape(element.key)}"]`)?.focus();
  }

  _keyed(event) {
    const key = event.target.dataset?.key;
    const at = this.elements.findIndex((element) => element.key === key);
    if (at < 0) return;
    const element = this.elements[at];
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.elements.length - 1 }[event.key];
    if (to !== undefined && event.altKey) this.commands.reorder(element, element.index + (event.key === "ArrowUp" ? 1 : -1));
    else if (to !== undefined) this._go(Math.max(0, Math.min(this.elements.length - 1, to)), event.shiftKey);
    else if (event.key === "Enter") this.onFocusCanvas(key);
    else if (event.key === " ") this._choose(event, element);
    else if (event.key.toLowerCase() === "h" && !event.ctrlKey && !event.metaKey) this.commands.toggle(element);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this._openMore(event.target, element);
    else return;
    event.preventDefault();
    event.stopPropagation();
    const now = this.state.chosen[0];
    if (to !== undefined) this.list.querySelector(`[data-key="${CSS.escape(now)}"]`)?.focus();
  }

  _go(index, adds) {
    const { key } = this.elements[index];
    this.state.choose(adds ? [key, ...this.state.chosen.filter((each) => each !== key)] : [key]);
  }

  _draggable(row, element) {
    row.addEventListener("dragstart", (event) => {
      this.dragged = element;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", element.label);
    });
    row.addEventListener("dragover", (event) => {
      if (!this.dragged || this.dragged.list.join() !== element.list.join()) return;
      event.preventDefault();
      row.classList.toggle("above", this._isAbove(event, row));
      row.classList.toggle("below", !this._isAbove(event, row));
    });
    row.addEventListener("dragleave", () => row.classList.remove("above", "below"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const isAbove = this._isAbove(event, row);
      row.classList.remove("above", "below");
      // Above in the list is later in the document, which is painted from the bottom.
      const { index } = this.dragged;
      const raw = isAbove ? element.index + 1 : element.index;
      this.commands.reorder(this.dragged, raw > index ? raw - 1 : raw);
      this.dragged = null;
    });
  }

  _isAbove(event, row) {
    const at = row.getBoundingClientRect();
    return event.clientY < at.top + at.height / 2;
  }

  _openMore(button, element) {
    const { state, commands } = this;
    if (!state.chosen.includes(element.key)) state.choose([element.key]);
    const here = this.list.querySelector(`[data-key="${CSS.escape(element.key)}"]`)?.parentElement.querySelector(".tool:last-child") ?? button;
    openMenu(here, [
      { says: "Bring forward", icon: "up", keys: "Alt ↑", does: () => commands.reorder(element, element.index + 1) },
      { says: "Send back", icon: "down", keys: "Alt ↓", does: () => commands.reorder(element, element.index - 1) },
      { says: "Duplicate", icon: "copy", keys: "Ctrl D", does: () => commands.duplicate() },
      { says: "Show its source", icon: "source", does: () => state.tell("reveal", state.document.line(element.path)) },
      { says: "Delete", icon: "trash", keys: "Del", danger: true, does: () => commands.remove() },
    ]);
  }

  _openAdd() {
    const { state } = this;
    if (!state.layout) return;
    const known = new Set(Object.keys(state.vocabulary.elements));
    const groups = MENU.map(([title, kinds]) => [title, kinds.filter((kind) => known.has(kind))]);
    const rest = [...known].filter((kind) => !MENU.some(([, kinds]) => kinds.includes(kind)));
    if (rest.length) groups.push(["More", rest]);
    openMenu(this.add, groups.flatMap(([title, kinds]) => [{ group: title }, ...kinds.map((kind) => ({ says: wordOf(kind), icon: kind, hint: state.vocabulary.elements[kind].says, does: () => this.commands.add(kind) }))]), { isWide: true });
  }
}

/** The topmost first; what stands in something follows it, again the topmost first. */
function topFirst(elements, depth = 0) {
  const groups = [];
  for (const element of elements) {
    if (element.depth === depth) groups.push([element, []]);
    else groups.at(-1)?.[1].push(element);
  }
  return groups.reverse().flatMap(([element, inside]) => [element, ...topFirst(inside, depth + 1)]);
}
