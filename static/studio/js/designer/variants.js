/* The variants as tabs, in the order in which they are tried, the fallback last. */
import { dialog, el, toast } from "../core.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { FALLBACK } from "./state.js";

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export class Variants {
  constructor(parent, state) {
    this.state = state;
    this.list = el("div", { class: "tabs-list", role: "tablist", "aria-label": "Variants, tried from the left" });
    this.add = el("button", { type: "button", class: "plain add", onclick: () => this.create() }, icon("plus"), "Variant");
    this.more = el("button", { type: "button", class: "tool", "aria-label": "More of this variant", title: "Rename, duplicate, reorder, delete", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this._menu(this.more, state.tab) }, icon("more"));
    parent.append(this.list, this.more, this.add);
    this.list.addEventListener("keydown", (event) => this._keyed(event));
    state.on("text tab drawn", () => this.redraw());
  }

  redraw() {
    const { state } = this;
    const now = state.drawn?.chosen ?? "";
    const hadFocus = this.list.contains(document.activeElement);
    const tabs = [...state.variants.map((variant, index) => [index, String(variant.name ?? "no name")]), [FALLBACK, "Fallback"]];
    this.list.replaceChildren(...tabs.map(([tab, says]) => this._tab(tab, says, tab === FALLBACK ? now === "fallback" || (now && !state.variants.some((variant) => variant.name === now)) : says === now)));
    this.more.hidden = typeof state.tab !== "number";
    if (hadFocus) this.list.querySelector("[aria-selected=true]")?.focus();
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  _tab(tab, says, isNow) {
    const { state } = this;
    const holder = tab === FALLBACK ? [FALLBACK] : ["variants", tab];
    const draw = state.readable.get([...holder, "draw"]);
    const concerns = (problem) => {
      const path = problem.path ?? [];
      return holder.every((step, index) => path[index] === step) || (path[0] === "layouts" && path[1] === draw && typeof draw === "string");
    };
    const problems = state.problems.filter(concerns);
    const worst = problems.some((problem) => problem.severity === "error") ? "bad" : "warn";
    const isShown = state.tab === tab;
    const button = el("button", { type: "button", role: "tab", class: "tab", id: `tab-${tab}`, "aria-selected": String(isShown), "aria-controls": "stage", tabindex: isShown ? 0 : -1, onclick: () => state.show(tab), ondblclick: () => tab !== FALLBACK && this.rename(tab) },
      says, isNow ? el("span", { class: "chip good", title: this._until() }, "shown now") : null,
      problems.length ? el("span", { class: `count ${worst}`, title: `${problems.length} to mend` }, String(problems.length)) : null);
    if (tab !== FALLBACK) this._draggable(button, tab);
    return button;
  }

  _until() {
    const until = this.state.drawn?.decision?.valid_until;
    return `What the chosen person would see now${until ? `, until ${new Date(until).toLocaleString()}` : ""}`;
  }

  _menu(button, index) {
    const last = this.state.variants.length - 1;
    openMenu(button, [
      { says: "Rename", does: () => this.rename(index) },
      { says: "Duplicate", icon: "copy", does: () => this.duplicate(index) },
      { says: "Try earlier", icon: "up", isOff: index === 0, does: () => this.move(index, index - 1) },
      { says: "Try later", icon: "down", isOff: index === last, does: () => this.move(index, index + 1) },
      { says: "Delete", icon: "trash", danger: true, does: () => this.remove(index) },
    ]);
  }

  _keyed(event) {
    const { state } = this;
    const order = [...state.variants.keys(), FALLBACK];
    const at = order.indexOf(state.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (to !== undefined && event.altKey && typeof state.tab === "number") this.move(state.tab, Math.max(0, Math.min(state.variants.length - 1, to)));
    else if (to !== undefined) state.show(order[(to + order.length) % order.length]);
    else if (event.key === "F2" && typeof state.tab === "number") this.rename(state.tab);
    else if (event.key === "Delete" && typeof state.tab === "number" && event.target.role === "tab") this.remove(state.tab);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.list.querySelector("[aria-selected=true]")?.focus();
  }

  _draggable(button, index) {
    button.draggable = true;
    button.addEventListener("dragstart", (event) => {
      this.dragged = index;
      event.dataTransfer.setData("text/plain", button.textContent);
    });
    button.addEventListener("dragover", (event) => this.dragged !== undefined && (event.preventDefault(), button.classList.add("over")));
    button.addEventListener("dragleave", () => button.classList.remove("over"));
    button.addEventListener("dragend", () => (this.dragged = undefined));
    button.addEventListener("drop", (event) => {
      event.preventDefault();
      this.move(this.dragged, index);
      this.dragged = undefined;
    });
  }

  async create() {
    const name = await this._askName("Add a variant", "A variant has a condition, texts and a drawing. Name it after who sees it, such as raining or gold-members.", "");
    if (!name) return;
    const { state } = this;
    const from = state.readable.get(state.holder) ?? {};
    const at = typeof state.tab === "number" ? state.tab : 0;
    this._put(at, { name, when: "false", ...(from.say ? { say: structuredClone(from.say) } : {}), draw: structuredClone(from.draw ?? []) }, `Add variant ${name}`);
    toast(`“${name}” is never shown until you say when: open “Never shown” above the canvas.`);
  }

  duplicate(index) {
    const copy = structuredClone(this.state.readable.get(["variants", index]));
    copy.name = this._free(`${copy.name}-copy`);
    this._put(index + 1, copy, `Duplicate ${copy.name}`);
  }

  _put(at, variant, says) {
    const { state } = this;
    state.edit(says, (document) => (document.get(["variants"]) ? document.withEntry(["variants"], at, variant) : document.with(["variants"], [variant])));
    state.tab = null;
    state.show(at);
    this.list.querySelector("[aria-selected=true]")?.focus();
  }

  async rename(index) {
    const was = String(this.state.variants[index].name ?? "");
    const name = await this._askName("Rename the variant", "The name stands in reports, not in emails.", was);
    if (name && name !== was) this.state.edit(`Rename to ${name}`, (document) => document.with(["variants", index, "name"], name));
    this.list.querySelector("[aria-selected=true]")?.focus();
  }

  move(from, to) {
    if (from === to || from === undefined) return;
    const { state } = this;
    const shown = state.tab;
    state.tab = shown === from ? to : shown;
    state.edit("Reorder variants", (document) => document.withMoved(["variants"], from, to));
    state.chosen = [];
    state.tell("tab");
    state.tell("said", `Now tried at place ${to + 1}.`);
  }

  remove(index) {
    const { state } = this;
    const { name } = state.variants[index];
    state.edit(`Delete variant ${name}`, (document) => (state.variants.length > 1 ? document.without(["variants", index]) : document.without(["variants"])));
    const left = state.variants.length;
    state.tab = null;
    state.show(left ? Math.min(index, left - 1) : FALLBACK);
    toast(`“${name}” is deleted.`, { action: "Undo", does: () => state.undo() });
  }

  async _askName(title, says, value) {
    const input = el("input", { id: "variant-name", name: "name", value, required: true, pattern: "[a-z0-9][a-z0-9\\-]*", maxlength: 63, autocomplete: "off", title: "Small letters, digits and hyphens", autofocus: true });
    const closed = await dialog(title, [el("p", { class: "muted" }, says), el("div", { class: "field" }, el("label", { for: "variant-name" }, "Name"), input, el("small", {}, "Small letters, digits and hyphens."))], [{ value: "ok", says: "Save", main: true }, { value: "", says: "Cancel" }]);
    if (closed.value !== "ok") return "";
    const name = String(closed.form.get("name")).trim();
    if (name !== value && this.state.variants.some((variant) => variant.name === name)) {
      toast(`There is a variant “${name}” already.`, { kind: "bad" });
      return "";
    }
    return NAME.test(name) ? name : "";
  }

  _free(name) {
    const taken = new Set(this.state.variants.map((variant) => variant.name));
    let free = name.slice(0, 60);
    for (let count = 2; taken.has(free); count += 1) free = `${name.slice(0, 58)}-${count}`;
    return free;
  }
}
