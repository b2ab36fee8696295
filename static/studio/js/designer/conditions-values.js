/* The value of a row of a condition: an input for its kind and operator. Each calls `changed(value)`. */

import { el } from "../core.js";
import { asksFor, kindOf } from "./facts.js";

/** Words for a choice: mail_proxy is "Mail proxy". */
export function inWords(choice) {
  const words = String(choice).replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The elements for the value of a row; none where the operator asks for none. */
export function valueInputs(node, fact, changed) {
  const wanted = asksFor(node.op);
  const name = `Value of ${node.label}`;
  if (wanted === 0) return [];
  if (wanted === "list") return [kindOf(fact) === "choice" ? checks(node, fact, name, changed) : chips(node, fact, name, changed)];
  if (wanted === 1) return [one(node.value, fact, name, changed), unitOf(fact)];
  const values = [...(node.value ?? ["", ""])];
  const part = (index) => (value) => {
    values[index] = value;
    changed([...values]);
  };
  return [
    one(values[0], fact, `Least ${name.toLowerCase()}`, part(0)), el("span", { class: "between" }, "and"),
    one(values[1], fact, `Most ${name.toLowerCase()}`, part(1)), unitOf(fact),
  ];
}

const unitOf = (fact) => (fact.unit ? el("span", { class: "unit" }, fact.unit) : null);

function one(value, fact, name, changed) {
  const kind = kindOf(fact);
  const attributes = { class: `value is-${kind}`, "data-part": "value", "aria-label": name };
  if (typeof value === "boolean") {
    return el("select", { ...attributes, onchange: (event) => changed(event.target.value === "yes") },
      ["yes", "no"].map((word) => el("option", { value: word, selected: (word === "yes") === value }, word)));
  }
  if (kind === "choice") {
    const choices = fact.choices.includes(value) || value === undefined ? fact.choices : [value, ...fact.choices];
    return el("select", { ...attributes, onchange: (event) => changed(choices[event.target.selectedIndex]) },
      choices.map((choice) => el("option", { value: String(choice), selected: choice === value }, inWords(choice))));
  }
  const type = { number: "number", time: "time", date: "date" }[kind] ?? "text";
  // A time or date that such an input cannot hold is shown as the text it is, so that nothing is lost.
  const fits = type === "text" || type === "number" ? true : value === "" || (type === "time" ? /^\d\d:\d\d$/ : /^\d{4}-\d\d-\d\d$/).test(value);
  const input = el("input", { ...attributes, type: fits ? type : "text", step: type === "number" ? "any" : undefined, autocomplete: "off", spellcheck: "false" });
  input.value = value ?? "";
  input.addEventListener("input", () => changed(type === "number" ? (input.value === "" ? "" : Number(input.value)) : input.value));
  return input;
}

function checks(node, fact, name, changed) {
  const chosen = new Set(node.value ?? []);
  const strange = [...chosen].filter((value) => !fact.choices.includes(value));
  return el("div", { class: "checks", role: "group", "aria-label": name },
    [...fact.choices, ...strange].map((choice, index, all) =>
      el("label", {}, el("input", {
        type: "checkbox", checked: chosen.has(choice), "data-part": `value-${index}`,
        onchange: (event) => {
          if (event.target.checked) chosen.add(choice);
          else chosen.delete(choice);
          changed(all.filter((value) => chosen.has(value)));
        },
      }), inWords(choice))));
}

function chips(node, fact, name, changed) {
  const isNumber = kindOf(fact) === "number" || (node.value ?? []).some((value) => typeof value === "number");
  let values = [...(node.value ?? [])];
  const box = el("div", { class: "chips", role: "group", "aria-label": name });
  const input = el("input", { type: isNumber ? "number" : "text", step: "any", class: "value", "data-part": "value", "aria-label": `Add to ${name.toLowerCase()}`, placeholder: "Add a value", autocomplete: "off" });
  const tell = (next) => {
    values = next;
    draw();
    changed(values);
  };
  const add = () => {
    const value = isNumber ? Number(input.value) : input.value.trim();
    if (input.value.trim() === "" || values.includes(value)) return;
    input.value = "";
    tell([...values, value]);
  };
  const draw = () => box.replaceChildren(
    ...values.map((value) => el("span", { class: "chip" }, String(value),
      el("button", { type: "button", class: "plain", "aria-label": `Take ${value} away`, onclick: () => (tell(values.filter((other) => other !== value)), input.focus()) }, "×"))),
    input);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || (event.key === "," && !isNumber)) {
      event.preventDefault();
      add();
      input.focus();
    } else if (event.key === "Backspace" && input.value === "" && values.length) {
      tell(values.slice(0, -1));
      input.focus();
    }
  });
  input.addEventListener("change", add);
  draw();
  return box;
}
