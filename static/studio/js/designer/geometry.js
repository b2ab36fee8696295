/* Boxes [x, y, width, height] in CSS pixels of the block: moving, resizing, aligning. Pure. */

export const LEAST = 1;

/** The box that a handle makes: `edges` of n, e, s, w; `keeps` its proportions. */
export function resized(box, edges, dx, dy, keeps = false) {
  let [x, y, width, height] = box;
  if (edges.includes("e")) width += dx;
  if (edges.includes("s")) height += dy;
  if (edges.includes("w")) width -= dx;
  if (edges.includes("n")) height -= dy;
  if (keeps && edges.length === 2) {
    const scale = Math.max(width / box[2], height / box[3]);
    width = box[2] * scale;
    height = box[3] * scale;
  }
  width = Math.max(LEAST, Math.round(width));
  height = Math.max(LEAST, Math.round(height));
  if (edges.includes("w")) x = box[0] + box[2] - width;
  if (edges.includes("n")) y = box[1] + box[3] - height;
  return [Math.round(x), Math.round(y), width, height];
}

export const shifted = ([x, y, width, height], dx, dy) => [x + dx, y + dy, width, height];

/** The least box around some. */
export function around(boxes) {
  const x = Math.min(...boxes.map((box) => box[0]));
  const y = Math.min(...boxes.map((box) => box[1]));
  return [x, y, Math.max(...boxes.map((box) => box[0] + box[2])) - x, Math.max(...boxes.map((box) => box[1] + box[3])) - y];
}

export function touches(a, b) {
  return a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];
}

/** Boxes put in line within `frame`: left, center, right, top, middle, bottom. */
export function aligned(boxes, where, frame) {
  const [fx, fy, fw, fh] = frame;
  return boxes.map(([x, y, width, height]) => {
    const places = {
      left: [fx, y], center: [Math.round(fx + (fw - width) / 2), y], right: [fx + fw - width, y],
      top: [x, fy], middle: [x, Math.round(fy + (fh - height) / 2)], bottom: [x, fy + fh - height],
    };
    return [...places[where], width, height];
  });
}

/** Boxes with equal room between them, the outermost where they are. */
export function distributed(boxes, axis) {
  const at = axis === "across" ? 0 : 1;
  const order = boxes.map((_, index) => index).sort((a, b) => boxes[a][at] - boxes[b][at]);
  const first = boxes[order[0]];
  const last = boxes[order.at(-1)];
  const room = last[at] + last[at + 2] - first[at] - boxes.reduce((sum, box) => sum + box[at + 2], 0);
  const gap = room / (boxes.length - 1);
  const result = boxes.map((box) => [...box]);
  let next = first[at];
  for (const index of order) {
    result[index][at] = Math.round(next);
    next += boxes[index][at + 2] + gap;
  }
  return result;
}

/** A box of the wanted size where it covers least of the others, within [width, height]. */
export function freeRoom([width, height], others, wanted) {
  const size = [Math.min(wanted[0], width), Math.min(wanted[1], height)];
  let best = [0, 0, ...size];
  let least = Infinity;
  const step = Math.max(8, Math.round(Math.min(width, height) / 24));
  const margin = Math.min(24, Math.round((width - size[0]) / 2), Math.round((height - size[1]) / 2));
  for (let y = margin; y <= height - size[1] - margin; y += step) {
    for (let x = margin; x <= width - size[0] - margin; x += step) {
      const box = [x, y, ...size];
      const covered = others.reduce((sum, other) => sum + overlap(box, other), 0);
      if (covered < least) [best, least] = [box, covered];
    }
  }
  return best;
}

function overlap(a, b) {
  const across = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const down = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return Math.max(0, across) * Math.max(0, down);
}

/** The box around a line's points, at least a pixel each way. */
export function boxOfPoints([x1, y1, x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(LEAST, Math.abs(x2 - x1)), Math.max(LEAST, Math.abs(y2 - y1))];
}

/** The points of a line whose box has become another. A level line stays level. */
export function pointsInBox([x1, y1, x2, y2], before, after) {
  const place = (value, at, size, newAt, newSize, flat) => (flat ? newAt : Math.round(newAt + ((value - at) / size) * newSize));
  const flatX = x1 === x2;
  const flatY = y1 === y2;
  const across = (x) => place(x, before[0], before[2], after[0], after[2], flatX);
  const down = (y) => place(y, before[1], before[3], after[1], after[3], flatY);
  return [across(x1), down(y1), across(x2), down(y2)];
}
