/* The panel on the right: the options of what is chosen, in groups, each with its typed input; the block's own
   properties when nothing is chosen; aligning when several are. */
import { el } from "../core.js";
import { BlockPanel } from "./block-panel.js";
import { createConditions } from "./conditions.js";
import { elementsOf, wordOf } from "./elements.js";
import { groupOf, inputOf, isFirst, titleOf } from "./fields.js";
import { icon, iconButton } from "./icons.js";
import { textInput } from "./inputs/texts.js";

const GROUPS = ["Content", "Place", "Look", "When"];
const ALIGNS = [["left", "Align left"], ["center", "Align centres"], ["right", "Align right"], ["top", "Align tops"], ["middle", "Align middles"], ["bottom", "Align bottoms"]];
const SAYS = /^\s*\{\{\s*say\.([a-z][a-z0-9_]*)\s*\}\}\s*$/;

export class Properties {
  constructor(parent, state, commands) {
    Object.assign(this, { parent, state, commands, shown: null, fields: new Map(), open: new Set() });
    this.block = new BlockPanel(state);
    state.on("chosen tab", () => this.build());
    state.on("text", ({ from }) => this.refresh(from));
    state.on("drawn", () => this.mark());
    state.on("write", () => setTimeout(() => this.write(), 0));
  }

  get element() {
    return elementsOf(this.state).find((element) => element.key === this.state.chosen[0]);
  }

  build() {
    const { chosen } = this.state;
    this.fields.clear();
    const { element } = this;
    this.shown = chosen.join() + (element?.kind ?? "");
    if (chosen.length > 1) this.parent.replaceChildren(...this._several());
    else if (element) this.parent.replaceChildren(...this._one(element));
    else this.block.build(this.parent);
    this.mark();
  }

  /** New values from elsewhere; what is being typed into stays as it is. */
  refresh(from) {
    const { element } = this;
    if (this.state.chosen.join() + (element?.kind ?? "") !== this.shown) return this.build();
    if (!element && !this.state.chosen.length) return this.block.refresh(from);
    if (!element || this.state.chosen.length > 1) return undefined;
    for (const [name, field] of this.fields) {
      if (field.node.contains(document.activeElement) && from === "properties") continue;
      field.set(name.startsWith("say.") ? this.state.readable.get([...this.state.holder, "say", name.slice(4)]) : element.fields[name]);
    }
    this.title.textContent = wordOf(element.kind);
    return undefined;
  }

  /** Say problems at the field they concern. */
  mark() {
    const { element } = this;
    if (!element || this.state.chosen.length > 1) return this.block.mark?.();
    for (const field of this.fields.values()) field.wrong?.replaceChildren();
    this.general?.replaceChildren();
    for (const problem of this.state.problems) {
      const path = problem.path ?? [];
      if (JSON.stringify(path.slice(0, element.path.length)) !== element.key) continue;
      const at = this.fields.get(path[element.path.length + 1]);
      const says = el("p", { class: `wrong ${problem.severity}` }, problem.message, " ", el("span", {}, problem.remedy));
      (at?.wrong ?? this.general)?.append(says);
    }
    return undefined;
  }

  /** Put the caret where the content of what is chosen is written. */
  write() {
    const field = [...this.fields.entries()].find(([name]) => name.startsWith("say."))?.[1] ?? this.fields.get("content") ?? this.fields.get("asset") ?? [...this.fields.values()][0];
    const input = field?.node.querySelector("textarea, input, select, button") ?? field?.node;
    input?.focus();
    input?.select?.();
  }

  _one(element) {
    const { elements } = this.state.vocabulary;
    const described = Object.hasOwn(elements, element.kind) ? elements[element.kind] : undefined;
    this.title = el("h2", {}, wordOf(element.kind));
    this.general = el("div", { class: "problems-here" });
    const head = el("div", { class: "side-head" }, el("span", { class: "kind" }, icon(element.kind), this.title), el("span", { class: "tools" },
      iconButton("copy", "Duplicate", () => this.commands.duplicate(), { title: "Duplicate (Ctrl D)" }),
      iconButton("trash", "Delete", () => this.commands.remove(), { title: "Delete (Del)" })));
    if (!described) return [head, el("p", { class: "muted" }, `There is no element “${element.kind}”.`), this.general];
    const groups = GROUPS.map((group) => this._group(group, element, described.options.filter((option) => option.name !== "when" && groupOf(element.kind, option.name) === group)));
    return [head, el("p", { class: "muted small says-kind" }, described.says.replaceAll("`", "")), this.general, ...groups.filter(Boolean)];
  }

  _group(group, element, options) {
    if (group === "When") return el("section", { class: "group" }, el("h3", {}, "When"), this._when(element));
    if (!options.length) return null;
    const isQuoted = (option) => option.name === "content" && SAYS.test(element.fields.content);
    const first = options.filter((option) => (isFirst(option) || element.fields[option.name] !== undefined) && !isQuoted(option));
    const rest = options.filter((option) => !first.includes(option));
    const body = first.flatMap((option) => this._field(element, option));
    const said = group === "Content" ? this._said(element) : null;
    if (said) body.unshift(said);
    if (group === "Place" && element.box) body.unshift(this._aligns(1));
    const more = rest.length ? el("details", { class: "more", open: this.open.has(group), ontoggle: (event) => this.open[event.target.open ? "add" : "delete"](group) }, el("summary", {}, "More"), rest.flatMap((option) => this._field(element, option))) : null;
    return el("section", { class: "group" }, el("h3", {}, group), body, more);
  }

  _field(element, option) {
    const { state } = this;
    const id = `p-${option.name}`;
    const given = {
      id, value: element.fields[option.name], vocabulary: state.vocabulary,
      change: (value) => this.element && this.commands.set(this.element, option.name, value),
      reveal: () => state.tell("reveal", state.document.line([...element.path, element.kind, option.name])),
    };
    const input = inputOf(element.kind, option, given);
    const wrong = el("div", { class: "wrongs" });
    this.fields.set(option.name, { ...input, wrong });
    const isFlag = input.node.matches?.("input[type=checkbox]");
    const label = el("label", { for: id, title: option.says.replaceAll("`", "") }, titleOf(element.kind, option.name));
    const field = el("div", { class: `field${isFlag ? " flag" : ""}`, dataset: { option: option.name } }, isFlag ? [input.node, label] : [label, input.node], wrong);
    return [field];
  }

  /** A text that shows one of the variant's own texts is best changed there. */
  _said(element) {
    const [, name] = SAYS.exec(element.fields.content) ?? [];
    if (!name) return null;
    const { state } = this;
    const path = [...state.holder, "say", name];
    const input = textInput({
      id: `p-say-${name}`, value: state.readable.get(path), vocabulary: state.vocabulary, isLong: true, isNeeded: true,
      change: (value) => state.edit(`Change ${name}`, (document) => document.with(path, value ?? ""), { kind: `say ${path.join()}`, from: "properties" }),
    });
    this.fields.set(`say.${name}`, input);
    const whose = state.tab === "fallback" ? "The fallback" : `“${state.shows}”`;
    return el("div", { class: "field said-here" }, el("label", { for: `p-say-${name}` }, "Text"), input.node, el("small", {}, `${whose} says this as its ${name}.`));
  }

  _when(element) {
    const holder = el("div", {});
    const path = [...element.path, element.kind, "when"];
    const value = this.state.readable.get(path);
    const summary = el("summary", {}, value === undefined ? "Always drawn" : "Only under a condition");
    const fold = el("details", { class: "fold", open: value !== undefined }, summary, holder);
    const build = () => {
      if (holder.firstChild || !fold.open) return;
      createConditions(holder, {
        text: value === undefined ? "" : String(value), vocabulary: this.state.vocabulary,
        onChange: (text) => {
          const now = this.element;
          if (now?.key === element.key) this.commands.set(now, "when", text || undefined);
        },
      });
    };
    fold.addEventListener("toggle", build);
    build();
    this.fields.set("when", { node: holder, set: () => {}, wrong: el("div", { class: "wrongs" }) });
    return [fold, this.fields.get("when").wrong];
  }

  _aligns(count) {
    const buttons = ALIGNS.map(([where, says]) => iconButton(where, count > 1 ? says : `${says} of the block`, () => this.commands.align(where)));
    if (count > 2) buttons.push(iconButton("across", "Equal room across", () => this.commands.distribute("across")), iconButton("downwards", "Equal room down", () => this.commands.distribute("down")));
    return el("div", { class: "aligns", role: "group", "aria-label": "Align" }, buttons);
  }

  _several() {
    const elements = this.commands.chosen;
    const movable = elements.filter((element) => element.box).length;
    return [
      el("div", { class: "side-head" }, el("h2", {}, `${elements.length} elements`), el("span", { class: "tools" }, iconButton("copy", "Duplicate", () => this.commands.duplicate()), iconButton("trash", "Delete", () => this.commands.remove()))),
      el("section", { class: "group" }, el("h3", {}, "Place"), this._aligns(movable), el("p", { class: "muted small" }, "Aligned with each other. Drag a corner to resize all of them.")),
      el("section", { class: "group" }, el("h3", {}, "Chosen"), el("ul", { class: "plain-list" }, elements.map((element) => el("li", {}, el("button", { type: "button", class: "plain", onclick: () => this.state.choose([element.key]) }, `${wordOf(element.kind)}${element.label ? `: ${element.label}` : ""}`))))),
    ];
  }
}
