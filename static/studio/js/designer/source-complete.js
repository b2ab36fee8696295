/* Completion in the source of a block: keys and values by the law of blocks, and in expressions facts and filters. */

import { completionsOf, expressionFrom } from "./language.js";
import { beginningOf, keysAt, schemasAt, valuesAt } from "./schema.js";
import { placeAt } from "./source-place.js";

/** What may stand at `caret` of `text`: {from, options: [{label, detail, info, type, insert, back}]} or null.
    `insert` is what is written, `back` how far the caret goes back in it. */
export function sourceCompletions(text, caret, law, vocabulary, isAsked) {
  const place = placeAt(text, caret);
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const opened = expressionFrom(line, line.length);
  if (opened >= 0) return inExpression(line.slice(opened), caret, text, vocabulary);
  if (place.wants === "text") return null;
  if (place.wants === "value") return isCondition(law, place.path) ? inExpression(place.written, caret, text, vocabulary) : values(law, place, text, vocabulary, isAsked);
  return keys(law, place, isAsked || place.written !== "");
}

const isCondition = (law, path) => schemasAt(law, path).some((schema) => schema.title === "expression");

function inExpression(before, caret, text, vocabulary) {
  const found = completionsOf(before, withOwnNames(vocabulary, text));
  if (!found) return null;
  return {
    from: caret - (before.length - found.from),
    options: found.options.map((option) => ({
      label: option.label, detail: option.title ?? option.example, info: option.says, insert: option.insert, back: option.back ?? 0,
      type: { fact: "variable", filter: "function", question: "function", word: "keyword", choice: "enum" }[option.kind],
    })),
  };
}

/* Parameters and what is said are the block's own. */
function withOwnNames(vocabulary, text) {
  const own = new Map();
  for (const [, keys] of text.matchAll(/\bsay:\s*\{([^}\n]*(?:\{\{.*?\}\}[^}\n]*)*)\}/g)) {
    for (const [, key] of keys.matchAll(/(?:^|,)\s*([a-z]\w*)\s*:/g)) own.set(`say.${key}`, "said by the variant");
  }
  for (const [space, says] of [["say", "said by the variant"], ["params", "a parameter of this block"]]) {
    for (const [, lead, body] of text.matchAll(new RegExp(`^( *)${space}:[ \\t]*\\n((?:\\1 +.*\\n?)+)`, "gm"))) {
      const deeper = /^ */.exec(body)[0];
      for (const [, key] of body.matchAll(new RegExp(`^${deeper}([a-z]\\w*)\\s*:`, "gm"))) if (deeper.length > lead.length) own.set(`${space}.${key}`, says);
    }
  }
  for (const [, key] of (/^params:\s*\{(.*)\}\s*$/m.exec(text)?.[1] ?? "").matchAll(/(?:^|,)\s*([a-z]\w*)\s*:\s*\{/g)) own.set(`params.${key}`, "a parameter of this block");
  const facts = [...own].filter(([name]) => !vocabulary.facts.some((fact) => fact.name === name)).map(([name, says]) => ({ name, says, type: "text" }));
  return { ...vocabulary, facts: [...vocabulary.facts, ...facts] };
}

function keys(law, place, isWanted) {
  if (!isWanted) return null;
  // A key under "- " begins a new entry of the list, which is the mapping that the path ends with.
  const all = keysAt(law, place.path).filter((key) => !place.present.includes(key.name));
  const options = all.map((key) => {
    const beginning = beginningOf(key.schema, law);
    const insert = `${key.name}: ${beginning}`;
    const caret = insert.indexOf("$");
    return {
      label: key.name, detail: key.required ? "needed" : key.schema.title, info: key.schema.description, type: "property",
      insert: insert.replaceAll("$", ""), back: caret < 0 ? 0 : insert.replaceAll("$", "").length - caret, boost: key.required ? 1 : 0,
    };
  });
  return options.length ? { from: place.from, options } : null;
}

function values(law, place, text, vocabulary, isAsked) {
  const key = place.path.findLast((part) => typeof part === "string");
  const schemas = schemasAt(law, place.path);
  const options = valuesAt(law, place.path).map(({ value, schema }) => ({ label: String(value), info: schema.description, type: "enum" }));
  const add = (names, type, detail) => options.push(...names.map((name) => ({ label: name, type, detail: detail?.(name) })));
  if (schemas.some((schema) => schema.title === "colour")) add(Object.keys(vocabulary.colors ?? {}), "constant", (name) => vocabulary.colors[name]);
  if (["asset", "image", "picture"].includes(key)) add(vocabulary.assets ?? [], "constant");
  if (["icon", "name"].includes(key) && place.path.includes("icon")) add(vocabulary.icons ?? [], "constant");
  if (key === "font") add(vocabulary.fonts ?? [], "constant");
  if (key === "sku" || place.path.join(".").endsWith("sku.default")) add(vocabulary.products ?? [], "constant");
  if (key === "draw") add([...text.matchAll(/^layouts:\s*\n((?: .*\n?)+)/gm)].flatMap(([, body]) => [...body.matchAll(/^ {2}([a-z0-9][\w-]*):/gm)].map((match) => match[1])), "constant", () => "layout");
  const all = new Map(options.map((option) => [option.label, { ...option, insert: option.label, back: 0 }]));
  if (!all.size || (!isAsked && !place.written && all.size > 60)) return null;
  return { from: place.from, options: [...all.values()] };
}
