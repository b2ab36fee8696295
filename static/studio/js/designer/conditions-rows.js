/* The rows of a condition, drawn of its tree. What is done with them is told to `does`:
   {changed(node), redraw(focus), remove(node), shift(node, way), add(group, anchor, what), grab(event, node)}. */

import { el } from "../core.js";
import { factOf, firstOperator, firstValue, asksFor, kindOf, labelOf, operatorsOf } from "./facts.js";
import { openPicker } from "./picker.js";
import { DEEPEST, wrongWith } from "./conditions-tree.js";
import { suggestIn } from "./suggest.js";
import { inWords, valueInputs } from "./conditions-values.js";

const MODES = [["all", "All of these hold"], ["any", "Any of these holds"], ["none", "None of these holds"], ["not-all", "Not all of these hold"]];

/** The fact of a row, also one that the vocabulary does not have. */
export function factOfRow(node, vocabulary) {
  const value = Array.isArray(node.value) ? node.value[0] : node.value;
  return factOf(node.fact, vocabulary) ?? { name: node.fact, type: typeof value === "number" ? "number" : "text", says: "not in the list of facts" };
}

/** Draw a group with everything in it. */
export function groupOf(node, depth, vocabulary, does) {
  const mode = node.not ? (node.mode === "any" ? "none" : "not-all") : node.mode;
  const select = el("select", {
    "data-part": "mode", "aria-label": depth ? "How many of this group" : "How many of the conditions",
    onchange: (event) => {
      node.not = ["none", "not-all"].includes(event.target.value);
      node.mode = ["any", "none"].includes(event.target.value) ? "any" : "all";
      does.changed(node);
      does.redraw({ id: node.id, part: "mode" });
    },
  }, MODES.map(([value, words]) => el("option", { value, selected: value === mode }, words)));
  const joint = node.mode === "all" ? "and" : "or";
  const rows = node.children.map((child, index) =>
    el("li", { "data-node": child.id },
      el("span", { class: "joint" }, index ? joint : ""),
      child.kind === "group" ? groupOf(child, depth + 1, vocabulary, does) : rowOf(child, vocabulary, does)));
  const isHeaded = depth > 0 || node.children.length > 1 || node.not;
  return el("div", { class: `condition-group${depth ? " inner" : ""}`, role: depth ? "group" : undefined, "aria-label": depth ? "Group of conditions" : undefined },
    isHeaded ? el("div", { class: "head" }, depth ? handle(node, "group", does) : null, select, depth ? away(node, "the group", does) : null) : null,
    el("ol", { class: "rows", "data-group": node.id }, rows),
    el("div", { class: "adds" },
      adder(node, "row", "Add condition", does),
      depth + 1 < DEEPEST ? adder(node, "group", "Add group", does) : null,
      adder(node, "text", "Add expression", does)));
}

function adder(node, what, words, does) {
  const button = el("button", { type: "button", class: "plain", "data-part": `add-${what}`, "data-of": node.id, onclick: () => does.add(node, button, what) }, words);
  if (what === "row") button.setAttribute("aria-haspopup", "dialog");
  return button;
}

function rowOf(node, vocabulary, does) {
  const wrong = el("p", { class: "wrong", id: `wrong-${node.id}` }, node.problem ?? "");
  const row = el("div", { class: `condition-row ${node.kind}`, role: "group" },
    ...(node.kind === "text" ? written(node, vocabulary, does, wrong) : asked(node, vocabulary, does, wrong)));
  row.append(wrong);
  return row;
}

/* An expression that has no words: it stays as somebody wrote it. */
function written(node, vocabulary, does, wrong) {
  const field = el("textarea", { rows: 1, class: "mono", "data-part": "text", "aria-label": "Expression of this row", "aria-describedby": wrong.id, spellcheck: "false", autocomplete: "off", placeholder: "person.points >= 100" });
  field.value = node.text;
  field.addEventListener("input", () => {
    node.text = field.value;
    does.changed(node);
  });
  const holder = el("div", { class: "text-holder" }, field);
  suggestIn(field, { vocabulary });
  return [handle(node, "expression", does), opposite(node, does), holder, away(node, "the expression", does)];
}

function asked(node, vocabulary, does, wrong) {
  const fact = factOfRow(node, vocabulary);
  const label = labelOf(node.fact, vocabulary);
  node.label = label;
  const show = () => {
    const text = wrongWith(node, fact);
    wrong.textContent = text;
    for (const input of values) input?.classList?.contains("value") && input.setAttribute("aria-invalid", String(Boolean(text)));
  };
  const pick = el("button", {
    type: "button", class: "fact", "data-part": "fact", "aria-haspopup": "dialog", "aria-expanded": "false", title: `${node.fact}: ${fact.says ?? ""}`,
    onclick: () => openPicker(pick, { vocabulary, title: "Facts to ask for", wants: (one) => isAsked(one), choose: (chosen) => changeFact(node, fact, chosen, does) }),
  }, label);
  const operator = el("select", {
    class: "operator", "data-part": "operator", "aria-label": `How ${label} is compared`,
    onchange: (event) => changeOperator(node, fact, event.target.value, does),
  }, operatorsOf(fact, node.op).map(([name, words]) => el("option", { value: name, selected: name === node.op }, words)));
  const values = valueInputs(node, fact, (value) => {
    node.value = value;
    show();
    does.changed(node);
  });
  for (const input of values) if (input?.classList.contains("value")) input.setAttribute("aria-describedby", wrong.id);
  show();
  return [handle(node, label, does), opposite(node, does), pick, operator, el("div", { class: "values" }, values), away(node, label, does)];
}

/** Whether a condition can ask for a fact: lists are drawn, not asked for. */
export const isAsked = (fact) => fact.type !== "list";

/* What can be asked of the new fact too stays as it is. */
function changeFact(node, former, chosen, does) {
  const isSame = kindOf(chosen) === kindOf(former);
  node.fact = chosen.name;
  if (!isSame) node.op = firstOperator(chosen);
  if (!isSame || kindOf(chosen) === "choice") node.value = firstValue(chosen, node.op);
  does.changed(node);
  does.redraw({ id: node.id, part: "operator" });
}

/* What was written stays where it can. */
function changeOperator(node, fact, op, does) {
  const [before, now] = [asksFor(node.op), asksFor(op)];
  node.op = op;
  if (before !== now) {
    const kept = Array.isArray(node.value) ? node.value[0] : node.value;
    if (now === 1) node.value = kept ?? firstValue(fact, op);
    else if (now === "list") node.value = kept === undefined || kept === "" ? firstValue(fact, op) : [kept];
    else node.value = firstValue(fact, op);
  }
  does.changed(node);
  does.redraw({ id: node.id, part: "operator" });
}

/* The server's "not" before a single row; it can be taken away here. */
function opposite(node, does) {
  if (!node.not) return null;
  return el("button", {
    type: "button", class: "little not", title: "Take “not” away", "aria-label": "not: take it away",
    onclick: () => {
      node.not = false;
      does.changed(node);
      does.redraw({ id: node.id, part: node.kind === "text" ? "text" : "operator" });
    },
  }, "not");
}

const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

function handle(node, label, does) {
  return el("button", {
    type: "button", class: "plain mover", "data-part": "handle", "aria-label": `Move ${inWords(label)}`, "aria-describedby": "condition-moves",
    title: "Drag, or press the arrow keys: up, down, left out of a group, right into one",
    onkeydown: (event) => {
      if (!WAYS[event.key]) return;
      event.preventDefault();
      does.shift(node, WAYS[event.key]);
    },
    onpointerdown: (event) => does.grab(event, node),
  }, el("span", { "aria-hidden": "true" }, "⠿"));
}

function away(node, label, does) {
  return el("button", { type: "button", class: "plain away", "aria-label": `Take ${label} away`, title: "Take away", onclick: () => does.remove(node) }, el("span", { "aria-hidden": "true" }, "×"));
}
