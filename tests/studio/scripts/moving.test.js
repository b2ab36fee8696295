/* Claims about snapping, boxes and undo in the designer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, boxOfPoints, distributed, freeRoom, pointsInBox, resized, touches } from "../../../static/studio/js/designer/geometry.js";
import { History } from "../../../static/studio/js/designer/history.js";
import { GRID, linesOf, snapMove, snapResize } from "../../../static/studio/js/designer/snapping.js";

const LINES = linesOf([[101, 53, 40, 20]], [600, 240]);

test("a box near another's edge settles on it and shows a guide there", () => {
  const { box, guides } = snapMove([98, 152, 30, 30], LINES, 5);
  assert.equal(box[0], 101);
  assert.deepEqual(guides[0], { x: 101, from: 53, to: 182 });
});

test("a box near the block's middle settles in the middle", () => {
  assert.equal(snapMove([248, 10, 100, 30], LINES, 5).box[0], 250);
});

test("a box near nothing settles on the grid", () => {
  const { box, guides } = snapMove([331, 171, 33, 33], linesOf([], [600, 900]), 2);
  assert.deepEqual([box[0] % GRID, box[1] % GRID, guides], [0, 0, []]);
});

test("a handle moves its own edges alone", () => {
  for (const edges of ["n", "e", "s", "w", "ne", "nw", "se", "sw"]) {
    const before = [100, 100, 80, 60];
    const [x, y, width, height] = snapResize(resized(before, edges, 7, 7), edges, LINES, 3).box;
    if (!edges.includes("w")) assert.equal(x, 100);
    if (!edges.includes("n")) assert.equal(y, 100);
    if (!edges.includes("e")) assert.equal(x + width, 180);
    if (!edges.includes("s")) assert.equal(y + height, 160);
  }
});

test("a box never gets smaller than a pixel, however far a handle is drawn", () => {
  assert.deepEqual(resized([10, 10, 20, 20], "se", -500, -500).slice(2), [1, 1]);
  assert.deepEqual(resized([10, 10, 20, 20], "nw", 500, 500), [29, 29, 1, 1]);
});

test("aligned boxes share an edge and keep their size", () => {
  const boxes = [[0, 0, 10, 10], [50, 40, 30, 20]];
  assert.deepEqual(aligned(boxes, "right", [0, 0, 80, 60]), [[70, 0, 10, 10], [50, 40, 30, 20]]);
  assert.deepEqual(aligned(boxes, "middle", [0, 0, 80, 60]), [[0, 25, 10, 10], [50, 20, 30, 20]]);
});

test("distributed boxes have equal room between them, the outermost stay", () => {
  const [a, b, c] = distributed([[0, 0, 10, 10], [90, 0, 10, 10], [20, 0, 10, 10]], "across");
  assert.deepEqual([a[0], c[0], b[0]], [0, 45, 90]);
});

test("a new element is put where nothing is, while there is room", () => {
  const others = [[0, 0, 300, 240]];
  const box = freeRoom([600, 240], others, [200, 60]);
  assert.equal(others.some((other) => touches(box, other)), false);
});

test("a level line stays level when it is moved and made longer", () => {
  const points = [224, 98, 576, 98];
  const before = boxOfPoints(points);
  assert.deepEqual(pointsInBox(points, before, [200, 110, 100, 1]), [200, 110, 300, 110]);
});

test("undo and redo walk the same way, and a new change ends the way forward", () => {
  const history = new History("a");
  history.note("b", { says: "text" });
  history.note("c", { says: "colour" });
  assert.equal(history.undo().text, "b");
  assert.equal(history.redo().text, "c");
  history.undo();
  history.note("d");
  assert.equal(history.redo(), null);
  assert.deepEqual([history.undo().text, history.undo().text, history.undo()], ["b", "a", null]);
});

test("what is typed in one go is undone in one go", () => {
  const history = new History("");
  history.note("h", { kind: "say", at: 1000 });
  history.note("he", { kind: "say", at: 1200 });
  history.note("hey", { kind: "say", at: 9000 });
  assert.equal(history.undo().text, "he");
  assert.equal(history.undo().text, "");
});
