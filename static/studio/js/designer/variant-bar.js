/* Above the canvas: when the shown variant is shown, in words; what it says, by channel; which layout draws it. */
import { askJson, el } from "../core.js";
import { createConditions } from "./conditions.js";
import { icon } from "./icons.js";
import { textInput } from "./inputs/texts.js";
import { FALLBACK } from "./state.js";

const USUAL = ["headline", "detail", "link", "push"];
const WORDS = { __proto__: null, headline: "Headline", detail: "Detail", link: "Link (where a click leads)", push: "Push text", kicker: "Kicker", action: "Button", text: "One line of text" };
const HINTS = { __proto__: null, headline: "Also the one line for SMS, where nothing shorter is said.", link: "https://…" };

export class VariantBar {
  constructor(parent, state) {
    Object.assign(this, { state, words: new Map(), open: "" });
    this.when = el("button", { type: "button", class: "fold-button", "aria-expanded": "false", onclick: () => this.toggle("when") });
    this.texts = el("button", { type: "button", class: "fold-button", "aria-expanded": "false", onclick: () => this.toggle("texts") }, "Texts and link", icon("fold"));
    this.layout = el("select", { "aria-label": "Layout that draws this variant", onchange: () => this._layoutChosen() });
    this.panel = el("div", { class: "variant-panel", hidden: true });
    parent.append(el("div", { class: "variant-row" }, this.when, this.texts, el("label", { class: "layout-choice" }, el("span", { class: "muted" }, "Layout"), this.layout)), this.panel);
    state.on("tab", () => (this.redraw(), this._fill()));
    state.on("text", ({ from }) => {
      this.redraw();
      if (from !== "variant-bar") this._refresh();
    });
    state.on("drawn", () => this._mark());
  }

  get condition() {
    const when = this.state.readable.get([...this.state.holder, "when"]);
    return when === undefined || when === null ? "" : String(when);
  }

  redraw() {
    const { state, condition } = this;
    const isFallback = state.tab === FALLBACK;
    const says = isFallback ? "Shown when no variant holds" : condition === "" ? "Always shown, when it is reached" : condition === "false" ? "Never shown: say when" : `Shown when ${this._inWords(condition)}`;
    this.when.disabled = isFallback;
    this.when.replaceChildren(el("span", { class: "words" }, says), isFallback ? "" : icon("fold"));
    this._listLayouts();
  }

  toggle(what) {
    this.open = this.open === what ? "" : what;
    this._fill();
  }

  /** Open a part and put the caret into it. */
  reveal(what, field) {
    this.open = what;
    this._fill();
    const input = field ? this.panel.querySelector(`[id="say-${CSS.escape(field)}"]`) : this.panel.querySelector("select, input, textarea, button");
    input?.focus();
  }

  _fill() {
    if (this.state.tab === FALLBACK && this.open === "when") this.open = "";
    this.when.setAttribute("aria-expanded", String(this.open === "when"));
    this.texts.setAttribute("aria-expanded", String(this.open === "texts"));
    this.panel.hidden = !this.open;
    this.conditions = null;
    this.says = null;
    this.panel.replaceChildren();
    if (this.open === "when") this._fillWhen();
    if (this.open === "texts") this._fillTexts();
    this._mark();
  }

  _refresh() {
    if (this.conditions && !this.panel.contains(document.activeElement)) this.conditions.setText(this.condition);
    if (!this.says) return;
    const say = this.state.readable.get([...this.state.holder, "say"]) ?? {};
    if (Object.keys(say).some((name) => !this.says.has(name)) || [...this.says].some(([name, field]) => field.isOwn && !(name in say))) return this._fill();
    for (const [name, field] of this.says) {
      if (!field.node.contains(document.activeElement)) field.set(say[name]);
    }
  }

  _fillWhen() {
    const holder = el("div", {});
    const isNew = this.condition === "false";
    this.panel.append(holder);
    const path = [...this.state.holder, "when"];
    this.conditions = createConditions(holder, {
      text: isNew ? "" : this.condition, vocabulary: this.state.vocabulary,
      onChange: (text) => this.state.edit("Change the condition", (document) => document.with(path, text || undefined), { kind: `when ${path.join()}`, from: "variant-bar" }),
    });
  }

  _fillTexts() {
    const { state } = this;
    const path = [...state.holder, "say"];
    const say = state.readable.get(path) ?? {};
    const names = [...new Set([...USUAL, ...Object.keys(say)])];
    this.says = new Map();
    const fields = names.map((name) => {
      const input = textInput({
        id: `say-${name}`, value: say[name], vocabulary: state.vocabulary, isLong: !/(link|url)$/.test(name),
        change: (value) => state.edit(`Change ${name}`, (document) => document.with([...path, name], value), { kind: `say ${path.join()},${name}`, from: "variant-bar" }),
      });
      const wrong = el("div", { class: "wrongs" });
      this.says.set(name, { ...input, wrong, isOwn: !USUAL.includes(name) });
      return el("div", { class: "field" }, el("label", { for: `say-${name}` }, WORDS[name] ?? name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase())), input.node, HINTS[name] && name !== "link" ? el("small", {}, HINTS[name]) : null, wrong);
    });
    const fresh = el("input", { "aria-label": "Name of another text", placeholder: "another text, such as kicker", pattern: "[a-z][a-z0-9_]*", autocomplete: "off" });
    const add = () => {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(fresh.value) || this.says.has(fresh.value)) return fresh.reportValidity();
      state.edit(`Add ${fresh.value}`, (document) => document.with([...path, fresh.value], "…"));
      return this.reveal("texts", fresh.value);
    };
    fresh.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), add()));
    const decided = el("dl", { class: "channels" });
    this.channels = decided;
    this.panel.append(el("div", { class: "say-fields" }, fields), el("div", { class: "param new" }, fresh, el("button", { type: "button", class: "little", onclick: add }, "Add text")), decided);
  }

  /** Show each channel's text as it is decided now, and problems where they are. */
  _mark() {
    if (!this.says) return;
    const { state } = this;
    for (const field of this.says.values()) field.wrong.replaceChildren();
    for (const problem of state.problems) {
      const path = problem.path ?? [];
      const holder = [...state.holder, "say"];
      if (!holder.every((step, index) => path[index] === step)) continue;
      this.says.get(path[holder.length])?.wrong.append(el("p", { class: `wrong ${problem.severity}` }, problem.message, " ", problem.remedy));
    }
    const decision = state.drawn?.decision;
    const rows = decision ? [["Text (SMS, one line)", decision.text], ["Alt text", decision.alt], ["Link", decision.link]] : [];
    this.channels.replaceChildren(...rows.map(([name, text]) => el("div", {}, el("dt", {}, `${name} now`), el("dd", {}, text || "none"))));
  }

  _listLayouts() {
    const { state } = this;
    const draw = state.readable.get([...state.holder, "draw"]);
    const layouts = Object.keys(state.readable.get(["layouts"]) ?? {});
    const isOwn = Array.isArray(draw);
    const users = (name) => [...state.variants, state.readable.get([FALLBACK]) ?? {}].filter((each) => each.draw === name).length;
    const entries = layouts.map((name) => el("option", { value: name }, users(name) > 1 ? `${name}, shared by ${users(name)}` : name));
    if (isOwn) entries.unshift(el("option", { value: "" }, "its own"));
    const isShared = typeof draw === "string" && users(draw) > 1;
    entries.push(el("option", { value: "\0copy", disabled: isOwn || !isShared }, "Make this variant's own copy"));
    this.layout.replaceChildren(...entries);
    this.layout.value = isOwn ? "" : (draw ?? "");
  }

  _layoutChosen() {
    const { state } = this;
    const { value } = this.layout;
    const path = [...state.holder, "draw"];
    if (value !== "\0copy") return value && this._draw(`Draw ${value}`, (document) => document.with(path, value));
    const was = state.readable.get(path);
    const layouts = state.readable.get(["layouts"]);
    let name = state.tab === FALLBACK ? "fallback-card" : state.shows;
    for (let count = 2; name in layouts; count += 1) name = `${state.shows}-${count}`;
    return this._draw("Copy the layout", (document) => document.with(["layouts", name], structuredClone(layouts[was])).with(path, name));
  }

  _draw(says, change) {
    this.state.choose([]);
    this.state.edit(says, change);
    this.state.tell("tab");
  }

  /** A condition in plain words: as the server puts it, until then as it is written. */
  _inWords(condition) {
    if (!this.words.has(condition)) {
      this.words.set(condition, condition);
      clearTimeout(this.asking);
      this.asking = setTimeout(async () => {
        try {
          const { words } = await askJson("/studio/condition", { data: { text: condition } });
          if (words) this.words.set(condition, words);
          this.redraw();
        } catch {
          // It is readable as it is written.
        }
      }, 200);
    }
    return this.words.get(condition);
  }
}
