/* A block's YAML text as something one can ask and change. The text is the truth: every change is a new text,
   made by splicing where that gives exactly the values that are meant, and written anew where it does not. */
import { isMap, isScalar, isSeq, parseDocument } from "../../vendor/yaml.js";
import { added, inserted, moved, replaced, without } from "./splicing.js";

const READING = { version: "1.2", prettyErrors: true, uniqueKeys: true, keepSourceTokens: false, logLevel: "error" };
/** Whether somebody wrote it: every object also has a `constructor` that nobody wrote. */
const isOwn = (value, step) => value !== null && typeof value === "object" && Object.hasOwn(value, step);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class BlockDocument {
  constructor(source) {
    this.source = source;
    this.tree = parseDocument(source, READING);
    const values = this.tree.errors.length || !isMap(this.tree.contents) ? undefined : valuesOf(this.tree);
    this.isReadable = values !== undefined;
    this.values = values ?? {};
  }

  /** The value at a path, undefined when there is none. */
  get(path) {
    return path.reduce((value, step) => (isOwn(value, step) ? value[step] : undefined), this.values);
  }

  /** The line (from 1) and range of what stands at a path, or of the nearest thing around it. */
  line(path) {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this._node(path.slice(0, length));
      if (node?.range) return this.source.slice(0, node.range[0]).split("\n").length;
    }
    return 1;
  }

  /** Return the document with a value at a path; undefined takes the field out. */
  with(path, value) {
    if (value === undefined) return this.without(path);
    if (same(this.get(path), value)) return this;
    const wanted = structuredClone(this.values);
    if (!put(wanted, path, value)) return this;
    const node = this._node(path);
    const parent = this._node(path.slice(0, -1));
    let text = null;
    if (node) text = replaced(this.source, node, value);
    else if (isMap(parent)) text = added(this.source, parent, path.at(-1), value);
    return this._settled(text, wanted, (tree) => tree.setIn(path, tree.createNode(value, { flow: Array.isArray(value) && value.every((each) => typeof each !== "object") })));
  }

  /** Return the document without what stands at a path. */
  without(path) {
    if (this.get(path) === undefined) return this;
    const wanted = structuredClone(this.values);
    const holder = path.slice(0, -1).reduce((value, step) => value[step], wanted);
    if (Array.isArray(holder)) holder.splice(path.at(-1), 1);
    else delete holder[path.at(-1)];
    const parent = this._node(path.slice(0, -1));
    const index = isSeq(parent) ? path.at(-1) : parent.items.findIndex((pair) => pair.key.value === path.at(-1));
    return this._settled(without(this.source, parent, index), wanted, (tree) => tree.deleteIn(path));
  }

  /** Return the document with a value before entry `index` of the list at a path. */
  withEntry(path, index, value) {
    const list = this.get(path);
    if (list === undefined || list === null) return this.with(path, [value]);
    const wanted = structuredClone(this.values);
    path.reduce((each, step) => each[step], wanted).splice(index, 0, value);
    const node = this._node(path);
    return this._settled(inserted(this.source, node, index, value), wanted, (tree) => {
      const into = tree.getIn(path);
      into.items.splice(index, 0, tree.createNode(value));
      if (into.items.length === 1) into.flow = false;
    });
  }

  /** Return the document with entry `from` of the list at a path moved to where it becomes entry `to`. */
  withMoved(path, from, to) {
    if (from === to) return this;
    const wanted = structuredClone(this.values);
    const list = path.reduce((each, step) => each[step], wanted);
    list.splice(to, 0, ...list.splice(from, 1));
    return this._settled(moved(this.source, this._node(path), from, to), wanted, (tree) => {
      const { items } = tree.getIn(path);
      items.splice(to, 0, ...items.splice(from, 1));
    });
  }

  _node(path) {
    return path.length ? this.tree.getIn(path, true) : this.tree.contents;
  }

  /** The spliced text if it says exactly what is wanted, else the whole written anew, with its comments. */
  _settled(text, wanted, change) {
    if (text !== null) {
      const spliced = new BlockDocument(text);
      if (spliced.isReadable && same(spliced.values, wanted)) return spliced;
    }
    const tree = parseDocument(this.source, READING);
    change(tree);
    const isJson = this.source.trimStart().startsWith("{");
    return new BlockDocument(tree.toString({ lineWidth: isJson ? 80 : 0, flowCollectionPadding: false, indentSeq: hasIndentedLists(this.source) }));
  }
}

/** What a text says; undefined when a name stands in it (`*bold*`) for something that is nowhere, or for too much. */
function valuesOf(tree) {
  try {
    return tree.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Whether lists stand deeper than the field they belong to, so that a text written anew looks as before. */
function hasIndentedLists(source) {
  const match = /^( *)[\w-]+:[ ]*\n( *)- /m.exec(source);
  return !match || match[2].length > match[1].length;
}

function put(values, path, value) {
  let holder = values;
  for (const [index, step] of path.slice(0, -1).entries()) {
    if (holder[step] === undefined || holder[step] === null) holder[step] = typeof path[index + 1] === "number" ? [] : {};
    holder = holder[step];
    if (typeof holder !== "object") return false;
  }
  holder[path.at(-1)] = value;
  return true;
}
