/* The elements of the shown layout: kind, fields, box on the canvas, words to know them by. Pure. */
import { boxOfPoints, pointsInBox } from "./geometry.js";
import { keyOf } from "./state.js";

const WORDS = {
  __proto__: null, // whatever somebody calls an element is no more than a name
  fill: "Ground", box: "Rectangle", line: "Line", text: "Text", picture: "Picture", progress: "Progress bar", map: "Map",
  countdown: "Countdown", icon: "Icon", code: "Code", badge: "Badge", ring: "Ring", stars: "Stars", price: "Price",
  chart: "Chart", sign: "Open or closed", calendar: "Calendar leaf", stack: "Stack", grid: "Grid", each: "Repeated rows",
};
export const wordOf = (kind) => WORDS[kind] ?? kind;

/** Elements of a layout, painted in this order, those within others after them. */
export function elementsOf(state) {
  if (!state.layout) return [];
  const parts = new Map((state.drawn?.elements ?? []).map((part) => [keyOf(part.path), part]));
  return [...walk(state, state.layout, 0, parts)];
}

function* walk(state, path, depth, parts) {
  const list = state.readable.get(path);
  if (!Array.isArray(list)) return;
  for (const [index, entry] of list.entries()) {
    if (!entry || typeof entry !== "object") continue;
    const [kind] = Object.keys(entry);
    const fields = entry[kind] && typeof entry[kind] === "object" ? entry[kind] : {};
    const here = [...path, index];
    const part = parts.get(keyOf(here));
    yield {
      key: keyOf(here), path: here, kind, fields, depth, list: path, index,
      box: boxOn(state, here, kind, fields, part, depth),
      isShown: part ? part.shown : true, why: part?.why ?? "", label: labelOf(kind, fields, part, state),
    };
    const cells = Array.isArray(fields.children) ? fields.children.map((_, cell) => ["children", cell, "draw"]) : [];
    if (Array.isArray(fields.draw)) cells.push(["draw"]);
    for (const cell of cells) yield* walk(state, [...here, kind, ...cell], depth + 1, parts);
  }
}

/** The box in the block's pixels: as written, moved by what the element stands in. */
function boxOn(state, path, kind, fields, part, depth) {
  const box = ownBox(kind, fields);
  if (!box || depth === 0) return box;
  if (!part?.box) return null;
  const before = state.drawnOf ? ownBox(kind, state.drawnOf.get([...path, kind]) ?? {}) : null;
  if (!before) return part.box;
  return [part.box[0] + box[0] - before[0], part.box[1] + box[1] - before[1], box[2], box[3]];
}

/** The box as the document writes it; of a line, the one around its points. */
export function ownBox(kind, fields) {
  const numbers = (list) => Array.isArray(list) && list.length === 4 && list.every(Number.isFinite);
  if (kind === "line") return numbers(fields.points) ? boxOfPoints(fields.points) : null;
  return numbers(fields.box) ? fields.box : null;
}

/** The field and value that give an element another box. */
export function placed(element, box) {
  if (element.kind !== "line") return ["box", box];
  return ["points", pointsInBox(element.fields.points, ownBox("line", element.fields), box)];
}

function labelOf(kind, fields, part, state) {
  const { content } = fields;
  const written = Array.isArray(content) ? content.map((span) => span?.text ?? span?.content ?? "").join("") : content;
  const says = [written, fields.asset, fields.label, fields.name, fields.value, fields.around, fields.of].find((each) => each !== undefined && each !== null && each !== "");
  if (part?.label && String(part.label) && sameAsDrawn(state, part, kind, fields)) return String(part.label);
  return says === undefined ? "" : String(says);
}

const sameAsDrawn = (state, part, kind, fields) => JSON.stringify(state.drawnOf?.get([...part.path, kind])) === JSON.stringify(fields);
