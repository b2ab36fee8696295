/* Conditions as a tree that rows are drawn of: made of the server's tree and made into it again.

   A node: {id, not, kind: "group", mode: "all" | "any", children} | {id, not, kind: "fact", fact, op, value}
   | {id, not, kind: "text", text}. The root is always a group; a node that stands under a "not" says so itself. */

import { asksFor, firstOperator, firstValue, kindOf } from "./facts.js";

export const DEEPEST = 3;
let count = 0;
const made = (node) => ({ id: (count += 1), not: false, ...node });

export const newGroup = (mode = "all", children = []) => made({ kind: "group", mode, children });
export const newText = (text = "") => made({ kind: "text", text });

export function newRow(fact) {
  const op = firstOperator(fact);
  return made({ kind: "fact", fact: fact.name, op, value: firstValue(fact, op) });
}

/** The root of a tree of the server; an empty group of nothing. */
export function fromTree(tree) {
  const node = tree ? read(tree) : null;
  if (!node) return newGroup();
  return node.kind === "group" && (!node.not || node.children.length > 1) ? node : newGroup("all", [node]);
}

function read(tree) {
  const mode = "all" in tree ? "all" : "any" in tree ? "any" : "";
  if (mode) return newGroup(mode, tree[mode].map(read));
  if ("not" in tree) {
    const inner = read(tree.not);
    // A second "not" needs a node of its own.
    return inner.not ? { ...newGroup("all", [inner]), not: true } : { ...inner, not: true };
  }
  if ("fact" in tree) return made({ kind: "fact", fact: tree.fact, op: tree.op, value: tree.value });
  return newText(tree.text ?? "");
}

/** The server's tree of a root; null of nothing. Groups of one are what stands in them; empty ones go. */
export function toTree(node) {
  const bare = bareTree(node);
  return bare && node.not ? { not: bare } : bare;
}

function bareTree(node) {
  if (node.kind === "fact") return { fact: node.fact, op: node.op, ...(asksFor(node.op) === 0 ? {} : { value: node.value }) };
  if (node.kind === "text") return node.text.trim() ? { text: node.text } : null;
  const children = node.children.map(toTree).filter(Boolean);
  return children.length > 1 ? { [node.mode]: children } : (children[0] ?? null);
}

/** What is wrong with a row's value, in words; empty when it is whole. */
export function wrongWith(node, fact) {
  if (node.kind === "text") return node.text.trim() ? "" : "Write an expression, or take the row away.";
  if (node.kind !== "fact") return "";
  const wanted = asksFor(node.op);
  if (wanted === 0) return "";
  const values = wanted === 1 ? [node.value] : (node.value ?? []);
  if (wanted === "list" && !values.length) return "Choose at least one.";
  const kind = kindOf(fact);
  if (kind === "number" && values.some((value) => typeof value !== "number" || !Number.isFinite(value))) return "Write a number.";
  if (values.some((value) => value === "" || value === undefined || value === null)) return kind === "time" ? "Choose a time." : "Write a value.";
  if (wanted === 2 && kind === "number" && values[0] > values[1]) return "The first number is the smaller one.";
  return "";
}

/** The group that holds a node, or null of the root. */
export function parentOf(root, node) {
  for (const child of root.children ?? []) {
    if (child === node) return root;
    const found = parentOf(child, node);
    if (found) return found;
  }
  return null;
}

/** How many groups a node stands in. */
export function depthOf(root, node) {
  const parent = parentOf(root, node);
  return parent ? depthOf(root, parent) + 1 : 0;
}

export function remove(root, node) {
  const parent = parentOf(root, node);
  parent.children.splice(parent.children.indexOf(node), 1);
}

const heightOf = (node) => (node.kind === "group" ? 1 + Math.max(0, ...node.children.map(heightOf)) : 0);

/** Move a node: "up", "down", "out" of its group or "in" to the group beside it. Says whether it moved. */
export function shift(root, node, way) {
  const parent = parentOf(root, node);
  const at = parent.children.indexOf(node);
  const move = (to, index) => {
    parent.children.splice(at, 1);
    to.children.splice(index, 0, node);
    return true;
  };
  if (way === "up") return at > 0 && move(parent, at - 1);
  if (way === "down") return at < parent.children.length - 1 && move(parent, at + 1);
  if (way === "out") {
    const above = parentOf(root, parent);
    return Boolean(above) && move(above, above.children.indexOf(parent) + 1);
  }
  const before = parent.children[at - 1];
  const after = parent.children[at + 1];
  const into = [before, after].find((one) => one?.kind === "group");
  if (!into || depthOf(root, into) + 1 + heightOf(node) > DEEPEST) return false;
  return move(into, into === before ? into.children.length : 0);
}

/** Put a node before another place: into `group` at `index`. Says whether it could be. */
export function put(root, node, group, index) {
  if (node === group || contains(node, group) || depthOf(root, group) + 1 + heightOf(node) > DEEPEST) return false;
  const parent = parentOf(root, node);
  const at = parent.children.indexOf(node);
  parent.children.splice(at, 1);
  group.children.splice(parent === group && at < index ? index - 1 : index, 0, node);
  return true;
}

const contains = (node, other) => (node.children ?? []).some((child) => child === other || contains(child, other));
