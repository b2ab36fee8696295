/* Changes of a YAML text that leave every other byte of it alone: values are replaced where they stand,
   entries are cut and put in as the lines they occupy. Pure; a change that cannot be made so returns null. */
import { Document, isMap, isScalar, isSeq } from "../../vendor/yaml.js";

const PLAINLY = { lineWidth: 0, flowCollectionPadding: false };

/** A value as YAML on one line, right within brackets as well as outside. `like`: the node it replaces. */
export function written(value, like) {
  const list = new Document([value], { version: "1.2" });
  list.contents.flow = true;
  const node = list.contents.items[0];
  if (isScalar(node) && typeof value === "string" && isScalar(like) && typeof like.value === "string" && like.type?.startsWith("QUOTE")) node.type = like.type;
  if (isScalar(node) && typeof value === "string" && value.includes("{{")) node.type ??= "QUOTE_DOUBLE";
  if (isScalar(node) && typeof value === "string" && /[\n]/.test(value)) node.type = "QUOTE_DOUBLE";
  return list.toString(PLAINLY).trim().slice(1, -1).trim();
}

/** A value as YAML on lines of its own, elements one to a line: what a layout or a variant looks like by hand. */
export function laidOut(value, indent) {
  const document = new Document(value, { version: "1.2" });
  settle(document.contents);
  const lines = document.toString({ ...PLAINLY, indentSeq: true }).trimEnd().split("\n");
  return lines.map((line, index) => (index && line ? " ".repeat(indent) + line : line)).join("\n");
}

function settle(node) {
  if (isSeq(node) && node.items.every(isScalar)) node.flow = true;
  if (isMap(node)) {
    for (const pair of node.items) {
      const isFields = node.items.length === 1 && isMap(pair.value) && !isDeep(pair.value);
      if (isFields) pair.value.flow = true;
      else settle(pair.value);
    }
    if (!node.items.length) node.flow = true;
  } else if (isSeq(node) && !node.flow) {
    for (const item of node.items) settle(item);
  }
  if (isScalar(node) && typeof node.value === "string" && node.value.includes("{{")) node.type = "QUOTE_DOUBLE";
}

function isDeep(map) {
  return map.items.some((pair) => (isSeq(pair.value) && pair.value.items.some((item) => !isScalar(item))));
}

/** Replace the value of a node. */
export function replaced(source, node, value) {
  if (!node?.range || !(isScalar(node) || node.flow)) return null;
  if (isScalar(node) && node.type?.startsWith("BLOCK")) return null;
  const [start, end] = node.range;
  if (start === end) return null;
  return source.slice(0, start) + written(value, node) + source.slice(end);
}

/** Put a new field at the end of a map. */
export function added(source, map, key, value) {
  const last = map.items.at(-1);
  if (map.flow) {
    if (!last) return source.slice(0, map.range[0]) + `{${key}: ${written(value)}}` + source.slice(map.range[1]);
    const end = endOf(last);
    return end === null ? null : source.slice(0, end) + `, ${key}: ${written(value)}` + source.slice(end);
  }
  if (!last?.key?.range) return null;
  const indent = columnOf(source, last.key.range[0]);
  const end = lineEnd(source, lastCharacter(source, endOf(last) ?? last.key.range[1]));
  const isLarge = typeof value === "object" && value !== null && JSON.stringify(value).length > 60;
  const text = isLarge ? `${key}:\n${" ".repeat(indent + 2)}${laidOut(value, indent + 2)}` : `${key}: ${written(value)}`;
  return `${source.slice(0, end)}\n${" ".repeat(indent)}${text}${source.slice(end)}`;
}

/** Take entry `index` out of a map or a list. */
export function without(source, collection, index) {
  const { items } = collection;
  if (items.length === 1) return null;
  const start = startOf(items[index]);
  if (start === null) return null;
  if (collection.flow) {
    const end = endOf(items[index]);
    if (index) return source.slice(0, endOf(items[index - 1])) + source.slice(end);
    return source.slice(0, start) + source.slice(startOf(items[1]));
  }
  const [from, to] = linesOf(source, collection, index);
  if (isMap(collection) && index === 0 && source.slice(lineStart(source, start), start).trim()) {
    return source.slice(0, start) + source.slice(startOf(items[1]));
  }
  return source.slice(0, from) + source.slice(to);
}

/** Put an entry before `index` of a list that stands on lines of its own. */
export function inserted(source, list, index, value) {
  if (list.flow || !list.items.length) return null;
  const dash = dashOf(source, list);
  if (dash === null) return null;
  const entry = `${" ".repeat(dash)}- ${laidOut(value, dash + 2)}\n`;
  return putIn(source, list, index, entry);
}

/** Move entry `from` of a list, with the comments above it, so that it becomes entry `to`. */
export function moved(source, list, from, to) {
  if (list.flow || dashOf(source, list) === null) return null;
  const [start, end] = linesOf(source, list, from);
  const entry = source.slice(start, end).replace(/\n?$/, "\n");
  const target = to > from ? to + 1 : to;
  const at = target < list.items.length ? linesOf(source, list, target)[0] : linesOf(source, list, list.items.length - 1)[1];
  if (at > start) {
    const head = source.slice(0, at);
    return head.slice(0, start) + head.slice(end).replace(/\n?$/, "\n") + entry + source.slice(at);
  }
  return source.slice(0, at) + entry + source.slice(at, start) + source.slice(end);
}

function putIn(source, list, index, entry) {
  if (index < list.items.length) {
    const [at] = linesOf(source, list, index);
    return source.slice(0, at) + entry + source.slice(at);
  }
  const [, at] = linesOf(source, list, list.items.length - 1);
  const head = source.slice(0, at);
  return (head.endsWith("\n") ? head : `${head}\n`) + entry + source.slice(at);
}

/** The lines of an entry: from the comments right above it to the end of its last line. */
function linesOf(source, collection, index) {
  let from = lineStart(source, startOf(collection.items[index]));
  const indent = source.slice(from).search(/\S/);
  for (;;) {
    const before = from > 0 ? lineStart(source, from - 1) : -1;
    if (before < 0) break;
    const line = source.slice(before, from);
    if (!/^\s*#/.test(line) || line.search(/\S/) !== indent) break;
    from = before;
  }
  const end = lineEnd(source, lastCharacter(source, endOf(collection.items[index])));
  return [from, Math.min(end + 1, source.length)];
}

function dashOf(source, list) {
  const start = startOf(list.items[0]);
  const line = source.slice(lineStart(source, start), start);
  const dash = line.indexOf("- ");
  return dash >= 0 && !line.slice(0, dash).trim() && line.slice(dash + 2).trim() === "" ? dash : null;
}

const startOf = (item) => (item.key ? item.key.range?.[0] : item.range?.[0]) ?? null;
const endOf = (item) => (item.key ? (item.value?.range?.[1] ?? item.key.range?.[2]) : item.range?.[1]) ?? null;
const lineStart = (source, at) => source.lastIndexOf("\n", at - 1) + 1;
const columnOf = (source, at) => at - lineStart(source, at);

function lineEnd(source, at) {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

/** The last character before `end` that is no space. */
function lastCharacter(source, end) {
  let at = end - 1;
  while (at > 0 && /\s/.test(source[at])) at -= 1;
  return at;
}
