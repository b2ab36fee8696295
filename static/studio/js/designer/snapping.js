/* Snapping: a box that is moved or resized settles on edges and middles of others, of the block, or on the
   grid. Returns the box and the guides to draw. Pure. */

export const GRID = 4;

/** Lines to settle on: of other boxes and of the block [width, height]; x values and y values, with what they span. */
export function linesOf(others, [width, height]) {
  const across = [[0, 0, height], [width / 2, 0, height], [width, 0, height]];
  const down = [[0, 0, width], [height / 2, 0, width], [height, 0, width]];
  for (const [x, y, w, h] of others) {
    across.push([x, y, y + h], [x + w / 2, y, y + h], [x + w, y, y + h]);
    down.push([y, x, x + w], [y + h / 2, x, x + w], [y + h, x, x + w]);
  }
  return { across, down };
}

/** Settle a moved box: its edges and middle. `reach`: how near counts, in pixels of the block. */
export function snapMove(box, lines, reach) {
  const [x, y, width, height] = box;
  const dx = nearest([x, x + width / 2, x + width], lines.across, reach);
  const dy = nearest([y, y + height / 2, y + height], lines.down, reach);
  const settled = [dx ? Math.round(x + dx.by) : onGrid(x), dy ? Math.round(y + dy.by) : onGrid(y), width, height];
  return { box: settled, guides: guidesOf(settled, dx, dy) };
}

/** Settle the edges that a handle moves. */
export function snapResize(box, edges, lines, reach) {
  let [x, y, width, height] = box;
  const dx = edges.includes("e") ? nearest([x + width], lines.across, reach) : edges.includes("w") ? nearest([x], lines.across, reach) : null;
  const dy = edges.includes("s") ? nearest([y + height], lines.down, reach) : edges.includes("n") ? nearest([y], lines.down, reach) : null;
  if (edges.includes("e")) width = (dx ? Math.round(x + width + dx.by) : onGrid(x + width)) - x;
  if (edges.includes("w")) {
    const left = dx ? Math.round(x + dx.by) : onGrid(x);
    [x, width] = [left, width + x - left];
  }
  if (edges.includes("s")) height = (dy ? Math.round(y + height + dy.by) : onGrid(y + height)) - y;
  if (edges.includes("n")) {
    const top = dy ? Math.round(y + dy.by) : onGrid(y);
    [y, height] = [top, height + y - top];
  }
  const settled = [x, y, Math.max(1, width), Math.max(1, height)];
  return { box: settled, guides: guidesOf(settled, dx, dy) };
}

const onGrid = (value) => Math.round(value / GRID) * GRID;

function nearest(edges, lines, reach) {
  let best = null;
  for (const edge of edges) {
    for (const line of lines) {
      const by = line[0] - edge;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, line };
    }
  }
  return best;
}

/** Guides as {x | y, from, to}: as long as what they join. */
function guidesOf([x, y, width, height], dx, dy) {
  const guides = [];
  if (dx) guides.push({ x: dx.line[0], from: Math.min(y, dx.line[1]), to: Math.max(y + height, dx.line[2]) });
  if (dy) guides.push({ y: dy.line[0], from: Math.min(x, dy.line[1]), to: Math.max(x + width, dy.line[2]) });
  return guides;
}
