/* What can stand at a caret in an expression: facts, filters, choices of a fact, words of the language.
   Pure: the source's editor and the plain field of a condition share it. */

import { exampleOf, labelOf } from "./facts.js";

const WORDS = [
  ["and", "both hold"], ["or", "one of them holds"], ["not", "the opposite"], ["in", "is one of a list: in ['a', 'b']"],
  ["is defined", "is known"], ["is undefined", "is not known"], ["if", "a if condition else b"], ["else", "a if condition else b"],
  ["true", "yes"], ["false", "no"],
];
const CHOICE = /([A-Za-z_][\w.]*)\s*(?:==|!=)\s*(['"])([^'"]*)$/;
const LISTED = /([A-Za-z_][\w.]*)\s*(?:not\s+)?in\s*\[(?:\s*(?:'[^']*'|"[^"]*")\s*,)*\s*(['"])([^'"]*)$/;

/** What may complete an expression whose part before the caret is `before`:
    {from, options: [{label, says, example, kind, insert}]} with `from` an offset in it, or null. */
export function completionsOf(before, vocabulary) {
  const choice = CHOICE.exec(before) ?? LISTED.exec(before);
  if (choice) return choicesOf(choice, before, vocabulary);
  if (isInText(before)) return null;
  const filter = /\|\s*(\w*)$/.exec(before);
  if (filter) return { from: before.length - filter[1].length, options: filtersOf(filter[1], vocabulary) };
  const [word] = /[A-Za-z_][\w.]*$|$/.exec(before);
  return { from: before.length - word.length, options: namesOf(word, before, vocabulary) };
}

function choicesOf([, name, , written], before, vocabulary) {
  const fact = vocabulary.facts.find((one) => one.name === name);
  const options = (fact?.choices ?? []).filter((choice) => String(choice).startsWith(written));
  return options.length
    ? { from: before.length - written.length, options: options.map((choice) => ({ label: String(choice), insert: String(choice), says: labelOf(name, vocabulary), kind: "choice" })) }
    : null;
}

function filtersOf(written, vocabulary) {
  return vocabulary.filters
    .filter((filter) => filter.name.startsWith(written))
    .map((filter) => ({ label: filter.name, insert: filter.name === "default" ? 'default("")' : filter.name, back: filter.name === "default" ? 2 : 0,
      says: filter.says, example: filter.example, kind: "filter" }));
}

function namesOf(word, before, vocabulary) {
  const search = word.toLowerCase();
  const facts = vocabulary.facts
    .filter((fact) => !search || fact.name.includes(search) || (search.length > 1 && labelOf(fact.name, vocabulary).toLowerCase().includes(search)))
    .sort((one, other) => Number(other.name.startsWith(search)) - Number(one.name.startsWith(search)))
    .map((fact) => ({ label: fact.name, insert: fact.name, title: labelOf(fact.name, vocabulary), says: fact.says, example: exampleOf(fact), kind: "fact" }));
  const asks = [...(vocabulary.questions ?? []), ...(vocabulary.functions ?? [])]
    .filter((one) => one.name.startsWith(search))
    .map((one) => ({ label: `${one.name}()`, insert: `${one.name}('')`, back: 2, says: one.says, example: one.example, kind: "question" }));
  const words = WORDS.filter(([name]) => search && name.startsWith(search) && !before.trimEnd().endsWith("."))
    .map(([name, says]) => ({ label: name, insert: name, says, kind: "word" }));
  return [...words, ...facts, ...asks];
}

/* An odd number of quotes of one kind opens a text. */
function isInText(before) {
  let open = "";
  for (let at = 0; at < before.length; at += 1) {
    const letter = before[at];
    if (open && letter === "\\") at += 1;
    else if (open) open = letter === open ? "" : open;
    else if (letter === "'" || letter === '"') open = letter;
  }
  return open !== "";
}

/** Where the expression around the caret begins in a text of a template, or -1 outside of `{{ }}`. */
export function expressionFrom(text, caret) {
  const before = text.slice(0, caret);
  const opened = before.lastIndexOf("{{");
  return opened > before.lastIndexOf("}}") ? opened + 2 : -1;
}

/** The token of a fact: `{{ person.first_name | default("there") }}`. */
export function tokenOf(name, filter, words) {
  const parts = [nameOf(name), filter, words ? `default(${quoted(words)})` : ""].filter(Boolean);
  return `{{ ${parts.join(" | ")} }}`;
}

/* A part of a name that is no word stands in brackets. */
function nameOf(name) {
  const [space, ...rest] = name.split(".");
  const part = rest.join(".");
  if (!["person", "message", "params"].includes(space) || /^[A-Za-z_]\w*$/.test(part)) return name;
  return `${space}[${quoted(part)}]`;
}

function quoted(text) {
  const plain = text.replaceAll("\\", "\\\\");
  return plain.includes('"') && !plain.includes("'") ? `'${plain}'` : `"${plain.replaceAll('"', "”")}"`;
}
