/* When a variant is shown, in words: rows of facts with the exact expression under them. The text is the
   truth; the server turns one into the other, so that both always mean the same. */

import { askJson, debounce, el } from "../core.js";
import { factOf, firstValue } from "./facts.js";
import { openPicker } from "./picker.js";
import { factOfRow, groupOf, isAsked } from "./conditions-rows.js";
import { fromTree, newGroup, newRow, newText, parentOf, put, remove, shift, toTree, wrongWith } from "./conditions-tree.js";
import { follow } from "./conditions-moving.js";
import { suggestIn } from "./suggest.js";

/* To begin with; those are offered whose facts there are. */
const SUGGESTIONS = [
  ["Store is open", { fact: "store.is_open", op: "holds" }],
  ["It rains", { fact: "weather.condition", op: "is", value: "rain" }],
  ["Fewer than 3 left", { fact: "stock.here", op: "less than", value: 3 }],
  ["After 17:00", { fact: "clock.time", op: "at least", value: "17:00" }],
  ["Knows the first name", { fact: "person.first_name", op: "is known" }],
];
const convert = (data, signal) => askJson("/studio/condition", { data, signal });

/** Build the editor of a condition in `parent`. `onChange(text)` is called with every condition that is
    whole. Returns {setText(text), focus()}. */
export function createConditions(parent, { text, vocabulary, onChange }) {
  return new Conditions(parent, vocabulary, onChange).begin(text ?? "");
}

class Conditions {
  constructor(parent, vocabulary, onChange) {
    this.vocabulary = vocabulary;
    this.onChange = onChange;
    this.root = newGroup();
    this.isReadable = true;
    this.text = "";
    this.rows = el("div", { class: "condition-rows" });
    this.said = el("p", { class: "wrong", id: `said-${crypto.randomUUID()}`, role: "status" });
    this.told = el("p", { class: "hidden", "aria-live": "assertive" });
    this.field = el("textarea", {
      class: "mono", rows: 1, spellcheck: "false", autocomplete: "off", "aria-label": "Condition as an expression", "aria-describedby": this.said.id,
      placeholder: "store.is_open and stock.here > 2",
    });
    const field = el("div", { class: "text-holder" }, this.field);
    suggestIn(this.field, { vocabulary });
    const holder = el("div", { class: "conditions" }, this.rows,
      el("div", { class: "exact" }, el("span", { class: "label small" }, "Exactly"), field, this.said),
      el("p", { class: "hidden", id: "condition-moves" }, "Arrow up and down move it, arrow left moves it out of its group, arrow right into the group beside it."),
      this.told);
    parent.replaceChildren(holder);
    this.sendRows = debounce(() => this.fromRows(), 150);
    this.sendText = debounce(() => this.fromText(), 300);
    this.field.addEventListener("input", () => {
      this.grow();
      this.sendText();
    });
    this.does = {
      changed: (node) => this.changed(node), redraw: (focus) => this.draw(focus), remove: (node) => this.remove(node),
      shift: (node, way) => this.shift(node, way), add: (group, anchor, what) => this.add(group, anchor, what),
      grab: (event, node) => follow(event, this.rows, node, (group, index) => this.drop(node, group, index)),
    };
  }

  begin(text) {
    this.load(text);
    return { setText: (next) => next !== this.text && this.load(next), focus: () => (this.rows.querySelector("button, select") ?? this.field).focus() };
  }

  /** Show a text that comes from elsewhere. */
  load(text) {
    this.text = text;
    this.field.value = text;
    this.grow();
    this.fromText(false);
  }

  /** The text is new: ask for its rows. */
  async fromText(tells = true) {
    const text = this.field.value.trim();
    if (!text) return this.settle({ text, tree: null, problem: null }, tells);
    const answer = await this.ask({ text });
    if (answer) this.settle({ ...answer, text }, tells);
  }

  settle({ text, tree, problem }, tells) {
    this.isReadable = !problem;
    if (this.isReadable) this.root = fromTree(tree);
    this.say(problem);
    this.draw();
    if (tells && !problem) this.tell(text);
  }

  /** The rows are new: ask for their text. */
  async fromRows() {
    if (this.wrong(this.root)) return;
    const tree = toTree(this.root);
    const answer = tree ? await this.ask({ tree }) : { text: "", problem: null };
    if (!answer) return;
    const isInRow = await this.findWrong(answer.problem);
    this.say(isInRow ? null : answer.problem);
    if (answer.problem) return; // the expression stays what it was, the rows as they are written
    this.field.value = answer.text;
    this.grow();
    this.tell(answer.text);
  }

  /* Of several questions under way only the last one's answer counts. */
  async ask(data) {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    try {
      return await convert(data, asked.signal);
    } catch (error) {
      if (error.name !== "AbortError") this.say(error);
      return null;
    }
  }

  /* A problem of the whole is shown at the expression of a row if it is that row's alone. Says whether it is. */
  async findWrong(problem) {
    const texts = this.all(this.root).filter((node) => node.kind === "text");
    for (const node of texts) {
      const answer = problem ? await convert({ text: node.text }).catch(() => null) : null;
      node.problem = inOneLine(answer?.problem);
      const said = this.rows.querySelector(`#wrong-${node.id}`);
      said?.replaceChildren(node.problem);
      said?.parentElement.querySelector("textarea").setAttribute("aria-invalid", String(Boolean(node.problem)));
    }
    return texts.some((node) => node.problem);
  }

  tell(text) {
    if (text === this.text) return;
    this.text = text;
    this.onChange(text);
  }

  say(problem) {
    this.said.textContent = inOneLine(problem);
    this.field.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  wrong(node) {
    return this.all(node).some((one) => one.kind === "fact" && wrongWith(one, factOfRow(one, this.vocabulary)));
  }

  all(node) {
    return [node, ...(node.children ?? []).flatMap((child) => this.all(child))];
  }

  changed() {
    this.sendRows();
  }

  add(group, anchor, what) {
    const put = (node, part) => {
      group.children.push(node);
      this.changed();
      this.draw({ id: node.id, part });
    };
    if (what === "text") return put(newText(), "text");
    openPicker(anchor, {
      vocabulary: this.vocabulary, title: "Facts to ask for", wants: isAsked,
      choose: (fact) => {
        const row = newRow(fact);
        return what === "group" ? put(newGroup(group.mode === "all" ? "any" : "all", [row]), "mode") : put(row, "operator");
      },
    });
  }

  remove(node) {
    const group = parentOf(this.root, node);
    remove(this.root, node);
    this.changed();
    this.draw({ of: group.id, part: "add-row" });
    this.told.textContent = "Taken away.";
  }

  shift(node, way) {
    if (!shift(this.root, node, way)) return;
    this.changed();
    this.draw({ id: node.id, part: "handle" });
    const group = parentOf(this.root, node);
    this.told.textContent = `Now ${group.children.indexOf(node) + 1} of ${group.children.length}${group === this.root ? "" : " in its group"}.`;
  }

  drop(node, id, index) {
    const group = this.all(this.root).find((one) => one.id === id);
    if (!put(this.root, node, group, index)) return;
    this.changed();
    this.draw({ id: node.id, part: "handle" });
  }

  /** Draw the rows anew; the focus goes to a part of one, or of a group's foot. */
  draw(focus) {
    if (!this.isReadable) {
      this.rows.replaceChildren(el("p", { class: "muted small unread" }, "The expression cannot be read yet. Mend it below, and its rows come back."));
      return;
    }
    const isEmpty = !this.root.children.length;
    this.rows.replaceChildren(isEmpty ? this.empty() : "", groupOf(this.root, 0, this.vocabulary, this.does));
    if (!focus) return;
    const found = focus.id
      ? (this.rows.querySelector(`[data-node="${focus.id}"] [data-part="${focus.part}"]`) ?? this.rows.querySelector(`[data-part="${focus.part}"]`))
      : this.rows.querySelector(`[data-of="${focus.of}"][data-part="${focus.part}"]`);
    found?.focus();
  }

  empty() {
    const known = SUGGESTIONS.filter(([, tree]) => factOf(tree.fact, this.vocabulary));
    return el("div", { class: "always" },
      el("p", {}, el("strong", {}, "Always shown."), " Say when it is to be shown, for example"),
      el("div", { class: "suggestions" }, known.map(([words, tree]) =>
        el("button", { type: "button", class: "little", onclick: () => this.suggest(tree) }, words))));
  }

  suggest(tree) {
    const fact = factOf(tree.fact, this.vocabulary);
    this.root = fromTree({ ...tree, value: tree.value ?? firstValue(fact, tree.op) });
    this.changed();
    this.draw({ id: this.root.children[0].id, part: "operator" });
  }

  /** As high as what stands in it. */
  grow() {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight + 2, 180)}px`);
  }
}

function inOneLine(problem) {
  if (!problem) return "";
  if (typeof problem === "string") return problem;
  return [problem.message, problem.remedy].filter(Boolean).join(" ");
}
