/* Claims about conditions in rows: nothing of a tree is lost, and moving rows keeps them all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEEPEST, depthOf, fromTree, newGroup, newRow, parentOf, put, remove, shift, toTree, wrongWith } from "../../../static/studio/js/designer/conditions-tree.js";
import { firstValue, grouped, found, labelOf, operatorsOf } from "../../../static/studio/js/designer/facts.js";
import { completionsOf, tokenOf } from "../../../static/studio/js/designer/language.js";

const FACTS = [
  { name: "store.is_open", type: "yes-no", says: "open at this moment" },
  { name: "stock.here", type: "number", says: "units", example: 7 },
  { name: "weather.condition", type: "choice", choices: ["clear", "rain"], says: "the sky" },
  { name: "clock.time", type: "time", says: "wall time", example: "18:00" },
  { name: "person.first_name", type: "text", says: "given name", example: "Anna" },
];
const VOCABULARY = { facts: FACTS, filters: [{ name: "default", says: "another value" }, { name: "distance", says: "3 km" }] };
const OPEN = { fact: "store.is_open", op: "holds" };
const FEW = { fact: "stock.here", op: "less than", value: 3 };
const RAW = { text: "person.points >= person.next_reward_at" };

const TREES = [
  OPEN, FEW, RAW, { not: FEW }, { not: { not: OPEN } }, { all: [OPEN, FEW] }, { any: [OPEN, RAW] }, { not: { any: [OPEN, FEW] } },
  { not: { not: { all: [OPEN, FEW] } } },
  { all: [OPEN, { any: [FEW, RAW, { not: { all: [OPEN, FEW] } }] }] },
  { all: [{ fact: "stock.here", op: "is between", value: [1, 3] }, { fact: "weather.condition", op: "is one of", value: ["rain", "clear"] }] },
  { any: [{ fact: "person.x", op: "an operator to come", value: 0 }, { all: [OPEN, { any: [OPEN, FEW] }] }] },
];

/** One row, without the root that it stands in. */
const row = (tree) => fromTree(tree).children[0];

test("a tree that becomes rows and a tree again is the same", () => {
  for (const tree of TREES) assert.deepEqual(toTree(fromTree(tree)), tree);
});

test("no tree is no rows, and no rows are no tree", () => {
  assert.equal(toTree(fromTree(null)), null);
  assert.equal(toTree(newGroup("any", [newGroup()])), null);
});

test("a group of one is what stands in it", () => {
  assert.deepEqual(toTree(newGroup("any", [row(OPEN)])), OPEN);
  assert.deepEqual(toTree({ ...newGroup("any", [row(OPEN)]), not: true }), { not: OPEN });
});

test("a row moves up, down, out of its group and into the one beside it, and nothing is lost", () => {
  const root = fromTree({ all: [OPEN, { any: [FEW, RAW] }] });
  const [open, group] = root.children;
  assert.ok(shift(root, open, "in"));
  assert.deepEqual(toTree(root), { any: [OPEN, FEW, RAW] });
  assert.ok(shift(root, open, "down"));
  assert.ok(shift(root, open, "out"));
  assert.deepEqual(toTree(root), { all: [{ any: [FEW, RAW] }, OPEN] });
  assert.ok(shift(root, open, "up"));
  assert.deepEqual(toTree(root), { all: [OPEN, { any: [FEW, RAW] }] });
  assert.ok(!shift(root, open, "up"));
  assert.ok(!shift(root, open, "out"));
  assert.equal(parentOf(root, group), root);
});

test("groups are nested three deep and no deeper", () => {
  const inner = newGroup("all", [row(FEW)]);
  const root = newGroup("all", [newGroup("any", [inner, row(OPEN)]), newGroup("all", [row(OPEN)])]);
  assert.equal(depthOf(root, inner) + 1, DEEPEST);
  const [first, second] = root.children;
  assert.ok(!put(root, second, inner, 0));
  assert.ok(!put(root, first, inner, 0), "a group does not go into itself");
  assert.ok(put(root, second.children[0], inner, 0));
});

test("a row taken away leaves the others", () => {
  const root = fromTree({ all: [OPEN, FEW, RAW] });
  remove(root, root.children[1]);
  assert.deepEqual(toTree(root), { all: [OPEN, RAW] });
});

test("a new row of any fact is whole from the start", () => {
  for (const fact of FACTS) assert.equal(wrongWith(newRow(fact), fact), "", fact.name);
});

test("a row that is asked for something else has a value or says that it lacks one", () => {
  for (const fact of FACTS) {
    for (const [op] of operatorsOf(fact)) {
      const value = firstValue(fact, op);
      const lacks = [value].flat().length === 0 || [value].flat().includes("");
      assert.equal(Boolean(wrongWith({ ...newRow(fact), op, value }, fact)), lacks, `${fact.name} ${op}`);
    }
  }
});

test("what is missing in a row is said", () => {
  const few = { ...newRow(FACTS[1]), op: "is between", value: [3, 1] };
  assert.match(wrongWith(few, FACTS[1]), /smaller/);
  assert.match(wrongWith({ ...few, op: "is", value: "" }, FACTS[1]), /number/);
  assert.match(wrongWith({ ...newRow(FACTS[2]), op: "is one of", value: [] }, FACTS[2]), /at least one/);
});

test("facts have names for people and are found by them", () => {
  assert.equal(labelOf("person.first_name", VOCABULARY), "First name");
  assert.equal(labelOf("store.is_open", VOCABULARY), "Store is open");
  assert.deepEqual(found(FACTS, "open", VOCABULARY).map((fact) => fact.name), ["store.is_open"]);
  assert.equal(grouped(FACTS, VOCABULARY)[0].title, "Person");
});

test("an expression is completed with facts, filters and the choices of a fact", () => {
  const labels = (before) => completionsOf(before, VOCABULARY)?.options.map((option) => option.label) ?? null;
  assert.deepEqual(labels("stock.h"), ["stock.here"]);
  assert.deepEqual(labels("store.is_open and weather.condition == 'r"), ["rain"]);
  assert.deepEqual(labels("weather.condition in ['rain', 'c"), ["clear"]);
  assert.deepEqual(labels("store.distance | dis"), ["distance"]);
  assert.equal(labels("person.first_name == 'sto"), null);
});

test("a token writes what it is told to when the fact is not known", () => {
  assert.equal(tokenOf("person.first_name", "", "there"), '{{ person.first_name | default("there") }}');
  assert.equal(tokenOf("store.distance", "distance", ""), "{{ store.distance | distance }}");
  assert.equal(tokenOf("person.first name", "", 'say "hi"'), "{{ person[\"first name\"] | default('say \"hi\"') }}");
});
