/* Claims about completion in the source: where a caret stands, and what may stand there by the law of blocks. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sourceCompletions } from "../../../static/studio/js/designer/source-complete.js";
import { placeAt } from "../../../static/studio/js/designer/source-place.js";

const LAW = JSON.parse(readFileSync(new URL("../../../docs/block.schema.json", import.meta.url), "utf8"));
const VOCABULARY = {
  facts: [{ name: "store.name", type: "text", says: "its name" }, { name: "clock.daypart", type: "choice", choices: ["morning", "night"], says: "part" }],
  filters: [{ name: "upper", says: "capitals" }], colors: { "brand.ink": "#16302b" }, assets: ["hero.jpg"], icons: ["sun"], fonts: ["heading"], products: ["NB-1042"],
};

/** The place of "¦" in a text. */
function place(marked) {
  const { path, wants, written, present } = placeAt(marked.replace("¦", ""), marked.indexOf("¦"));
  return { path: path.join("."), wants, written, present: present.join(" ") };
}

/** What is offered at "¦". */
function offered(marked) {
  return sourceCompletions(marked.replace("¦", ""), marked.indexOf("¦"), LAW, VOCABULARY, true)?.options.map((option) => option.label) ?? [];
}

test("a caret knows the keys above it in every style of YAML", () => {
  const cases = [
    ["block: x\nsi¦", "", "key", "si", "block"],
    ["variants:\n  - name: a\n    wh¦", "variants.0", "key", "wh", "name"],
    ["variants:\n- name: a\n- name: b\n  say:\n    headline: x\n    ¦\n    link: y", "variants.1.say", "key", "", "headline link"],
    ["layouts:\n  card:\n    - fill: {color: brand.paper}\n    - te¦", "layouts.card.1", "item", "te", ""],
    ["layouts:\n  card:\n    - text: {content: \"a, {b}: {{ person.¦", "layouts.card.0.text.content", "value", "a, {b}: {{ person.", ""],
    ["layouts:\n  card:\n    - text: {content: \"x\", al¦, box: [1, 2, 3, 4]}", "layouts.card.0.text", "key", "al", "content box"],
    ["layouts:\n  card:\n    - text: {box: [1, 2¦", "layouts.card.0.text.box.1", "value", "2", ""],
    ["fallback:\n  say: {headline: \"Hi\",\n    li¦}", "fallback.say", "key", "li", "headline"],
    ["store: {choose: ¦, within_km: 60}", "store.choose", "value", "", ""],
    ["layouts:\n  a:\n    - stack:\n        children:\n          - draw:\n              - fi¦", "layouts.a.0.stack.children.0.draw.0", "item", "fi", ""],
    ["alt: |\n  key: no ¦", "alt", "text", "", ""],
  ];
  for (const [marked, path, wants, written, present] of cases) assert.deepEqual(place(marked), { path, wants, written, present }, marked);
});

test("no place in any demo block or half of it is refused", () => {
  const text = readFileSync(new URL("../../../templates/demo/blocks/nearest-store.yaml", import.meta.url), "utf8");
  for (let caret = 0; caret <= text.length; caret += 7) {
    for (const whole of [text, text.slice(0, caret)]) sourceCompletions(whole, caret, LAW, VOCABULARY, true);
  }
});

test("keys come from the law, without those that stand there", () => {
  assert.ok(offered("block: x\n¦").includes("variants"));
  assert.ok(!offered("block: x\n¦").includes("block"));
  assert.ok(offered("layouts:\n  card:\n    - ¦").includes("countdown"));
  assert.ok(offered("layouts:\n  card:\n    - text: {¦").includes("content"));
});

test("an element is begun with what it needs", () => {
  const [fill] = sourceCompletions("layouts:\n  a:\n    - fil", 22, LAW, VOCABULARY, true).options.filter((option) => option.label === "fill");
  assert.match(fill.insert, /^fill: \{color: .+\}$/);
});

test("values come from the law and from what the brand has", () => {
  assert.deepEqual(offered("zone: ¦"), ["reader", "brand"]);
  assert.deepEqual(offered("layouts:\n  a:\n    - fill: {color: ¦"), ["brand.ink"]);
  assert.deepEqual(offered("layouts:\n  a:\n    - picture: {asset: ¦"), ["hero.jpg"]);
  assert.ok(offered("fallback:\n  draw: ¦\nlayouts:\n  card:\n    - fill: {color: brand.ink}\n").includes("card"));
});

test("conditions and tokens are completed with facts, filters and the block's own names", () => {
  assert.deepEqual(offered("variants:\n  - when: store.¦"), ["store.name"]);
  assert.deepEqual(offered("variants:\n  - when: clock.daypart == 'n¦"), ["night"]);
  assert.deepEqual(offered("alt: \"{{ store.name | up¦"), ["upper"]);
  assert.deepEqual(offered("params: {sku: {type: text}}\nalt: \"{{ params.¦"), ["params.sku"]);
  assert.deepEqual(offered("fallback:\n  say:\n    headline: Hi\nalt: \"{{ say.¦"), ["say.headline"]);
  assert.deepEqual(offered("alt: store.¦"), []);
});
