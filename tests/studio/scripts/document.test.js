/* Claims about the designer's changes of a block's text. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { BlockDocument } from "../../../static/studio/js/designer/document.js";

const ROOT = new URL("../../../templates/", import.meta.url);
const TEXTS = ["demo/blocks", "gallery"].flatMap((folder) => {
  try {
    return readdirSync(new URL(`${folder}/`, ROOT)).filter((name) => name.endsWith(".yaml")).map((name) => readFileSync(new URL(`${folder}/${name}`, ROOT), "utf8"));
  } catch {
    return [];
  }
});
const NEAREST = readFileSync(new URL("demo/blocks/nearest-store.yaml", ROOT), "utf8");

/** Lines of `after` that are not lines of `before`. */
function fresh(before, after) {
  const known = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !known.has(line));
}

function paths(value, path = []) {
  if (value === null || typeof value !== "object") return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => paths(each, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function shuffled(seed) {
  let state = seed;
  return (most) => (state = (state * 1103515245 + 12345) % 2147483648) % most;
}

test("a changed box changes its line and nothing else", () => {
  const before = new BlockDocument(NEAREST);
  const after = before.with(["layouts", "any-store", 3, "text", "box"], [260, 52, 312, 72]);
  assert.equal(fresh(NEAREST, after.source).length, 1);
  assert.match(fresh(NEAREST, after.source)[0], /box: \[260, 52, 312, 72\]/);
});

test("comments outlive every kind of change", () => {
  for (const text of TEXTS) {
    const comments = text.split("\n").filter((line) => line.trim().startsWith("#"));
    let document = new BlockDocument(text);
    const [layout] = Object.keys(document.values.layouts ?? {});
    document = document.with(["title"], "Another title").with(["fallback", "say", "headline"], "Look: here # now");
    if (layout) document = document.withEntry(["layouts", layout], 0, { text: { content: "{{ say.headline }}", box: [0, 0, 10, 10] } }).withMoved(["layouts", layout], 0, 1);
    for (const comment of comments) assert.ok(document.source.includes(comment), comment);
  }
});

test("whatever is changed, the text says exactly that", () => {
  const values = ["plain", "a: b", "# no", "{{ say.x }}", "it's \"so\"", "two\nlines", "", "yes", "12:30", "brand.ink", 12, true, [1, 2, 3, 4], "[x", "- y", " spaced ", "null", "é 😀"];
  for (const [index, text] of TEXTS.filter((_, each) => each % 3 === 0).entries()) {
    const any = shuffled(index + 1);
    for (let round = 0; round < 2; round += 1) {
      const document = new BlockDocument(text);
      const leaves = paths(document.values).filter((path) => path.length > 1);
      const path = leaves[any(leaves.length)];
      const value = values[any(values.length)];
      assert.deepEqual(document.with(path, value).get(path), value);
      const gone = document.without(path);
      assert.ok(gone.isReadable);
      const lists = paths(document.values).filter((each) => Array.isArray(document.get(each)) && document.get(each).length > 1);
      const list = lists[any(lists.length)];
      const last = document.get(list).length - 1;
      const turned = document.withMoved(list, 0, last).withMoved(list, last, 0);
      assert.deepEqual(turned.values, document.values);
      assert.deepEqual(document.withEntry(list, 1, value).without([...list, 1]).values, document.values);
    }
  }
});

test("an element is put in as one line of its layout", () => {
  const after = new BlockDocument(NEAREST).withEntry(["layouts", "online"], 2, { text: { content: "Hi {{ say.shop }}", box: [0, 0, 10, 10] } });
  assert.deepEqual(fresh(NEAREST, after.source), ['    - text: {content: "Hi {{ say.shop }}", box: [0, 0, 10, 10]}']);
});

test("an element moves with the comment above it", () => {
  const text = "block: a\nsize: 10x10\nfallback: {draw: l}\nlayouts:\n  l:\n    - fill: {color: brand.ink}\n    # the name\n    - text: {content: a, box: [0, 0, 1, 1]}\n    - box: {box: [0, 0, 1, 1]}";
  const after = new BlockDocument(text).withMoved(["layouts", "l"], 1, 2);
  assert.equal(after.source, "block: a\nsize: 10x10\nfallback: {draw: l}\nlayouts:\n  l:\n    - fill: {color: brand.ink}\n    - box: {box: [0, 0, 1, 1]}\n    # the name\n    - text: {content: a, box: [0, 0, 1, 1]}\n");
});

test("a document written as JSON can be changed too", () => {
  const json = '{"block": "a", "size": "10x10", "fallback": {"draw": [{"fill": {"color": "#fff"}}]}}';
  const after = new BlockDocument(json).with(["fallback", "draw", 0, "fill", "color"], "brand.ink").with(["title"], "T");
  assert.equal(after.get(["title"]), "T");
  assert.equal(after.get(["fallback", "draw", 0, "fill", "color"]), "brand.ink");
});

test("a text that cannot be read has no values and stays as it is", () => {
  const broken = new BlockDocument("block: [");
  assert.equal(broken.isReadable, false);
  assert.equal(broken.source, "block: [");
});

test("a text with a name that stands for nothing, or for too much, cannot be read either", () => {
  const laughs = [...Array(9).keys()].map((n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}]`);
  for (const text of ["say: {headline: *bold*}", "<<: *x", `l0: &l0 [ha]\n${laughs.join("\n")}`]) {
    const document = new BlockDocument(text);
    assert.equal(document.isReadable, false);
    assert.equal(document.source, text);
  }
});

test("nothing stands where nobody wrote anything", () => {
  const document = new BlockDocument("variants: [{name: a, draw: constructor}]");
  for (const path of [["layouts", "constructor"], ["constructor"], ["variants", 0, "toString"], ["variants", 0, "name", "length"]]) assert.equal(document.get(path), undefined);
});
