/* Puts a node of the page where a box [x, y, width, height] of the block is at a scale. */

export function put(node, [x, y, width, height], scale) {
  node.style.setProperty("left", `${x * scale}px`);
  node.style.setProperty("top", `${y * scale}px`);
  node.style.setProperty("width", `${width * scale}px`);
  node.style.setProperty("height", `${height * scale}px`);
}
