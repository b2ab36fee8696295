/* The block's own properties: title, size, format, ground, alt text, store, clock, parameters. */
import { el } from "../core.js";
import { choiceInput, numberInput } from "./inputs/basics.js";
import { colorInput } from "./inputs/color.js";
import { textInput } from "./inputs/texts.js";
import { icon } from "./icons.js";

const SIZES = [["600x240", "Banner"], ["600x400", "Tall"], ["600x120", "Strip"], ["300x250", "Half"]];
const FORMATS = [{ value: "auto", says: "Chosen by content" }, { value: "png", says: "PNG" }, { value: "jpg", says: "JPEG" }, { value: "gif", says: "GIF" }];
const STORES = [{ value: "nearest", says: "The nearest" }, { value: "nearest-open", says: "The nearest that is open" }, { value: "nearest-with-stock", says: "The nearest that has the item" }, { value: "nearest-open-with-stock", says: "The nearest open one that has it" }, { value: "preferred", says: "The one they prefer" }];
const TYPES = [{ value: "text", says: "Text" }, { value: "number", says: "Number" }, { value: "flag", says: "Yes or no" }];

export class BlockPanel {
  constructor(state) {
    this.state = state;
    this.fields = new Map();
  }

  build(parent) {
    this.parent = parent;
    this.fields.clear();
    this.params = el("div", {});
    parent.replaceChildren(
      el("div", { class: "side-head" }, el("h2", {}, "Block")),
      el("p", { class: "muted small says-kind" }, "Choose an element on the canvas or among the layers to change it."),
      el("section", { class: "group" }, el("h3", {}, "Content"), this._text("title", "Title", { placeholder: this.state.name }), this._text("alt", "In words (alt text)", { isLong: true, says: "Stands in the sent email for readers with images off, so it should not change." })),
      el("section", { class: "group" }, el("h3", {}, "Look"), this._size(), this._color(), this._choice("format", "Format", FORMATS, "auto")),
      el("section", { class: "group" }, el("h3", {}, "Facts"), this._store(), this._choice("zone", "Clock", [{ value: "reader", says: "The reader's" }, { value: "brand", says: "The brand's" }], "reader"),
        this._choice("prefetch", "Readers that fetch ahead", [{ value: "steady", says: "Get what stays true" }, { value: "live", says: "Get what holds now" }], "steady")),
      el("section", { class: "group" }, el("h3", {}, "Parameters"), el("p", { class: "muted small" }, "Values that a message sets, such as the item it is about."), this.params),
    );
    this._listParams();
    this.mark();
  }

  /** New values; what is being typed into stays as it is. */
  refresh(from) {
    const isTyped = (node) => from === "properties" && node.contains(document.activeElement);
    for (const [path, field] of this.fields) {
      if (!isTyped(field.node)) field.set(this._value(path.split(".")));
    }
    if (!isTyped(this.params)) this._listParams();
  }

  mark() {
    if (!this.parent?.isConnected) return;
    for (const [name, field] of this.fields) {
      field.wrong.replaceChildren(...this.state.problems.filter((problem) => problem.path?.[0] === name.split(".")[0] && !["variants", "layouts", "fallback"].includes(problem.path[0])).map((problem) => el("p", { class: `wrong ${problem.severity}` }, problem.message, " ", problem.remedy)));
    }
  }

  _value(path) {
    if (path[0] === "store") {
      const store = this.state.readable.get(["store"]);
      return path[1] ? store?.within_km : typeof store === "string" ? store : store?.choose;
    }
    if (path[0] === "width" || path[0] === "height") return this.state.size[path[0] === "width" ? 0 : 1];
    return this.state.readable.get(path);
  }

  _set(path, value) {
    this.state.edit(`Change ${path.join(" ")}`, (document) => document.with(path, value), { kind: `block ${path.join()}`, from: "properties" });
  }

  _held(name, title, input, says) {
    const wrong = el("div", { class: "wrongs" });
    this.fields.set(name, { ...input, wrong });
    return el("div", { class: "field" }, el("label", { for: `b-${name}` }, title), input.node, says ? el("small", {}, says) : null, wrong);
  }

  _text(name, title, { says, ...more }) {
    return this._held(name, title, textInput({ id: `b-${name}`, value: this._value([name]), vocabulary: this.state.vocabulary, change: (value) => this._set([name], value), ...more }), says);
  }

  _choice(name, title, choices, otherwise) {
    return this._held(name, title, choiceInput({ id: `b-${name}`, value: this._value([name]), otherwise, option: { choices, required: true }, change: (value) => this._set([name], value === otherwise && this._value([name]) === undefined ? undefined : value) }));
  }

  _color() {
    return this._held("background", "Ground", colorInput({ id: "b-background", value: this._value(["background"]), otherwise: "#ffffff", option: { required: true }, vocabulary: { ...this.state.vocabulary, colors: {} }, change: (value) => this._set(["background"], value) }));
  }

  _size() {
    const make = (name, at) => {
      const input = numberInput({ id: `b-${name}`, value: this.state.size[at], option: { type: "integer", least: 1, most: at ? 1728 : 800 }, change: (value) => {
        if (!value) return;
        const size = [...this.state.size];
        size[at] = value;
        this._set(["size"], size.join("x"));
      } });
      return this._held(name, at ? "Height" : "Width", input);
    };
    const usual = el("div", { class: "chips" }, SIZES.map(([size, says]) => el("button", { type: "button", class: "little", onclick: () => this._set(["size"], size) }, says, el("span", { class: "muted" }, size.replace("x", "×")))));
    return [el("div", { class: "pair" }, make("width", 0), make("height", 1)), usual];
  }

  _store() {
    const put = (choose, within) => {
      const value = within ? { choose, within_km: within } : choose;
      this._set(["store"], value);
    };
    const choice = this._held("store", "Which store", choiceInput({ id: "b-store", value: this._value(["store"]), otherwise: "nearest", option: { choices: STORES, required: true }, change: (value) => put(value, this._value(["store", "within"])) }));
    const within = this._held("store.within", "At most so far away, km", numberInput({ id: "b-store.within", value: this._value(["store", "within"]), option: { least: 1, most: 24576 }, change: (value) => put(this._value(["store"]) ?? "nearest", value), otherwise: "any" }));
    return [choice, within];
  }

  _listParams() {
    const params = this.state.readable.get(["params"]) ?? {};
    const rows = Object.entries(params).map(([name, param]) => this._param(name, param ?? {}));
    const name = el("input", { id: "b-new-param", placeholder: "sku", "aria-label": "Name of a new parameter", autocomplete: "off", pattern: "[a-z][a-z0-9_]*" });
    const add = () => {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(name.value) || name.value in params) {
        name.setCustomValidity(name.value in params ? "There is one of that name." : "Small letters, digits and _, such as sku.");
        return name.reportValidity();
      }
      this._set(["params", name.value], { type: "text" });
      return this._listParams();
    };
    name.addEventListener("input", () => name.setCustomValidity(""));
    name.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), add()));
    this.params.replaceChildren(...rows, el("div", { class: "param new" }, name, el("button", { type: "button", class: "little", onclick: add }, "Add")));
  }

  _param(name, param) {
    const type = choiceInput({ id: `b-param-${name}`, value: param.type, option: { choices: TYPES, required: true }, change: (value) => this._set(["params", name], { type: value }) });
    const usual = el("input", { id: `b-default-${name}`, "aria-label": `Default of ${name}`, value: param.default ?? "", placeholder: "Otherwise" });
    usual.addEventListener("input", () => {
      const value = usual.value === "" ? undefined : param.type === "number" ? Number(usual.value) : param.type === "flag" ? usual.value === "true" : usual.value;
      if (!Number.isNaN(value)) this._set(["params", name, "default"], value);
    });
    return el("div", { class: "param" }, el("label", { for: `b-param-${name}` }, name), type.node, usual,
      el("button", { type: "button", class: "tool", "aria-label": `Remove ${name}`, title: `Remove ${name}`, onclick: () => (this._set(["params", name], undefined), this._listParams()) }, icon("trash")));
  }
}
