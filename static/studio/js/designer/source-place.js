/* Where a caret stands in the YAML of a block: under which keys, and whether a key or a value is written.
   It reads text that is half written too, so it goes by indentation and brackets and refuses nothing. */

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'{}[\],#&*!|>%@`-][^:{}[\],#]*?|-[^\s:{}[\],#][^:{}[\],#]*?))\s*:(?=\s|$)/;

/** The place at `caret`: {path, wants: "key" | "value", written, from, present}. `path` is the keys above
    (numbers in lists), `written` what stands between `from` and the caret, `present` the keys beside it. */
export function placeAt(text, caret) {
  const start = text.lastIndexOf("\n", caret - 1) + 1;
  const lines = text.slice(0, start).split("\n").slice(0, -1);
  const stack = stackOf(lines);
  const open = stack.open;
  const line = text.slice(start, caret);
  if (stack.block !== null && (line.trim() === "" || indentOf(line) > stack.block)) {
    return { path: keysOf(stack.levels), wants: "text", written: "", from: caret, present: [] };
  }
  if (!open.length) enter(stack, line, true);
  const place = open.length || /[{[]/.test(line) ? flowPlace(stack, line, start) : blockPlace(stack, line, start);
  place.present = presentKeys(text, caret, place);
  return place;
}

const indentOf = (line) => /^ */.exec(line)[0].length;

/* The keys that are open after some whole lines: levels of {indent, key} by indentation, `open` brackets
   of a flow collection, `block` the indentation of a text block that goes on. */
function stackOf(lines) {
  const stack = { levels: [], open: [], block: null };
  for (const line of lines) {
    if (stack.block !== null && (line.trim() === "" || indentOf(line) > stack.block)) continue;
    stack.block = null;
    if (!line.trim() || line.trim().startsWith("#")) continue;
    if (stack.open.length) readFlow(stack.open, line);
    else enter(stack, line, false);
  }
  return stack;
}

/* Take one line of block style into the levels. */
function enter(stack, line, isCurrent) {
  let indent = indentOf(line);
  let rest = line.slice(indent);
  // A list may stand as far left as the key that holds it.
  const isItem = /^-(\s|$)/.test(rest);
  stack.levels = stack.levels.filter((level) => level.indent < indent || (isItem && level.indent === indent && typeof level.key === "string"));
  while (/^-(\s|$)/.test(rest)) {
    const former = stack.items?.get(indent) ?? -1;
    stack.items = new Map([...(stack.items ?? [])].filter(([at]) => at < indent)).set(indent, former + 1);
    stack.levels.push({ indent, key: former + 1 });
    const gap = /^-\s*/.exec(rest)[0].length;
    indent += gap;
    rest = rest.slice(gap);
  }
  const key = KEY.exec(rest);
  if (!key) return void (isCurrent || readFlow(stack.open, rest));
  const name = key[1] ?? key[2] ?? key[3];
  stack.items = new Map([...(stack.items ?? [])].filter(([at]) => at < indent || (at === indent && line[indent] === "-")));
  stack.levels.push({ indent, key: name });
  const value = rest.slice(key[0].length).trim();
  if (isCurrent) stack.value = { indent, name, text: rest.slice(key[0].length) };
  else if (/^[|>][+-]?\d?[+-]?\s*(#.*)?$/.test(value)) stack.block = indent;
  else readFlow(stack.open, value);
}

const keysOf = (levels) => levels.map((level) => level.key);

/* Brackets and keys of flow style: each entry {kind: "{" | "[", key, index}. */
function readFlow(open, text) {
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    const top = open.at(-1);
    if (letter === "#" && (at === 0 || /\s/.test(text[at - 1]))) return;
    if (letter === "{" && text[at + 1] === "{" && !top) return;
    if (letter === '"' || letter === "'") {
      const end = closing(text, at);
      if (end < 0) return void (top && (top.quote = text.slice(at)));
      at = end;
    } else if (letter === "{" || letter === "[") open.push({ kind: letter, key: null, index: 0, from: at + 1 });
    else if (letter === "}" || letter === "]") open.pop();
    else if (letter === "," && top) Object.assign(top, { key: null, index: top.index + 1, from: at + 1 });
    else if (letter === ":" && top?.kind === "{" && /[\s,}\]]|$/.test(text[at + 1] ?? "") && (text[at + 1] === undefined || /\s/.test(text[at + 1]))) {
      Object.assign(top, { key: text.slice(top.from, at).trim().replace(/^["']|["']$/g, ""), from: at + 1 });
    }
  }
}

function closing(text, at) {
  for (let next = at + 1; next < text.length; next += 1) {
    if (text[at] === '"' && text[next] === "\\") next += 1;
    else if (text[next] === text[at]) return next;
  }
  return -1;
}

function blockPlace(stack, line, start) {
  if (stack.value) return { path: keysOf(stack.levels), wants: "value", ...writtenOf(stack.value.text, start + line.length) };
  const written = /[^\s-][^\s]*$|-?$/.exec(line)[0].replace(/^-$/, "");
  const wants = typeof stack.levels.at(-1)?.key === "number" && line.trim().startsWith("-") ? "item" : "key";
  return { path: keysOf(stack.levels), wants, written, from: start + line.length - written.length };
}

function flowPlace(stack, line, start) {
  const open = stack.open.map((entry) => ({ ...entry, from: 0 }));
  const rest = stack.value && !stack.open.length ? stack.value.text : line.replace(/^\s*(-\s+)*/, (lead) => " ".repeat(lead.length));
  for (const entry of open) entry.quote = undefined;
  readFlow(open, rest);
  const path = keysOf(stack.levels);
  for (const entry of open) {
    if (entry.kind === "[") path.push(entry.index);
    else if (entry.key !== null) path.push(entry.key);
  }
  const top = open.at(-1);
  const end = start + line.length;
  if (!top) return { path, wants: "value", ...writtenOf(rest, end) };
  if (top.quote) return { path, wants: "value", ...writtenOf(top.quote, end) };
  const written = /[^\s,:{}[\]"']*$/.exec(rest)[0];
  return { path, wants: top.kind === "{" && top.key === null ? "key" : "value", written, from: end - written.length, isFlow: true };
}

/* A value that stands in quotes is completed within them. */
function writtenOf(text, end) {
  const written = text.replace(/^\s+/, "");
  const bare = written.replace(/^["']/, "");
  return { written: bare, from: end - bare.length, isQuoted: bare !== written };
}

/* The keys that stand in the same mapping already: found from the lines, or between the brackets. */
function presentKeys(text, caret, place) {
  if (place.wants === "value" || place.wants === "text") return [];
  if (place.isFlow) {
    const before = text.slice(text.lastIndexOf("{", caret - 1) + 1, caret);
    const after = /^[^}\n]*/.exec(text.slice(caret))[0];
    return [...`${before},${after}`.matchAll(/(?:^|,)\s*([\w-]+)\s*:/g)].map((match) => match[1]);
  }
  const lines = text.split("\n");
  const row = text.slice(0, caret).split("\n").length - 1;
  const column = /^\s*(?:-\s+)*/.exec(lines[row])[0].length;
  const keys = [];
  const walk = (step) => {
    for (let at = row + step; at >= 0 && at < lines.length; at += step) {
      const lead = /^\s*(?:-\s+)*/.exec(lines[at])[0];
      if (!lines[at].trim() || lead.trim().startsWith("#")) continue;
      if (lead.length < column || (step > 0 && lead.includes("-") && lead.length === column)) return;
      if (lead.length === column) {
        const key = KEY.exec(lines[at].slice(column));
        if (key) keys.push(key[1] ?? key[2] ?? key[3]);
        if (lead.includes("-") && step < 0) return;
      }
    }
  };
  if (!/^\s*-/.test(lines[row])) walk(-1);
  walk(1);
  return keys;
}
