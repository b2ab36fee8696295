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

function listening() {
  const listeners = {};
  const state = {
    name: "hero", given: { brand: "" }, document: { source: "1" },
    on: (names, does) => names.split(" ").forEach((name) => (listeners[name] = does)), tell() {},
  };
  return { state, listeners, drawing: new Drawing(state) };
}

test("a tab whose picture is up is not drawn again, another one is", () => {
  const { drawing, listeners } = listening();
  let asked = 0;
  drawing.now = () => (asked += 1);
  listeners.tab({ isDrawn: true });
  assert.equal(asked, 0);
  listeners.tab({ isDrawn: false });
  listeners.seen();
  assert.equal(asked, 2);
});

test("what is typed while a picture is drawn is drawn next, its last state only", async () => {
  const asked = [];
  const answers = [];
  globalThis.fetch = (url, { body }) => {
    asked.push(JSON.parse(body).document);
    return new Promise((done) => answers.push(() => done({ ok: true, json: async () => ({ image: null, problems: [] }) })));
  };
  const { state, listeners } = listening();
  listeners.text();
  for (const source of ["2", "3", "4"]) {
    state.document = { source };
    listeners.text();
  }
  assert.deepEqual(asked, ["1"]);
  answers[0]();
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(asked, ["1", "4"]);
  answers[1]();
  await new Promise((done) => setTimeout(done, 5));
});

test("other facts drop what is being drawn, the same ones do not", async () => {
  const dropped = [];
  globalThis.fetch = (url, { signal }) =>
    new Promise((_, fail) => signal.addEventListener("abort", () => (dropped.push(url), fail(signal.reason))));
  const { state, drawing, listeners } = listening();
  listeners.text();
  listeners.seen();
  listeners.tab();
  assert.equal(dropped.length, 0);
  state.seen = { as: "persona:top" };
  listeners.seen();
  assert.equal(dropped.length, 1);
  drawing.asked.control.abort();
});

test("however slow the server is, a picture that was begun is shown while one goes on typing", async () => {
  const dropped = [];
  let answer;
  globalThis.fetch = (url, { signal }) => {
    signal.addEventListener("abort", () => dropped.push(url));
    return new Promise((done) => (answer = () => done({ ok: true, json: async () => ({ image: null, problems: [] }) })));
  };
  const { state, drawing, listeners } = listening();
  const now = performance.now;
  listeners.text();
  performance.now = () => now.call(performance) + 10_000;
  state.document = { source: "2" };
  listeners.text();
  performance.now = now;
  assert.equal(dropped.length, 0);
  answer();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(drawing.asked.document.source, "2");
  answer();
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(drawing.asked, null);
});
