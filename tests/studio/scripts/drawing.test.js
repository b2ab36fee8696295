/* Claims about what the designer asks the server for. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { addEventListener() {}, querySelector: () => null, querySelectorAll: () => [], getElementById: () => null, documentElement: { dataset: {} } };
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
const { Drawing } = await import("../../../static/studio/js/designer/drawing.js");

test("a draft is drawn in the brand that its page was opened with", async () => {
  const asked = [];
  globalThis.fetch = async (url, { body }) => {
    asked.push([url, JSON.parse(body).brand]);
    return { ok: true, json: async () => ({ image: null, problems: [] }) };
  };
  const state = { name: "hero", given: { brand: "other" }, document: { source: "block: hero" }, on() {}, tell() {} };
  await new Drawing(state).now();
  assert.deepEqual(asked, [["/studio/blocks/hero/draw", "other"]]);
});
