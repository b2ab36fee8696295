// Draws the same cards as bench/render.py with what people use on Node, one JSON line per order.
//
// in:  {"peer": "satori" | "canvas", "card": {…}, "keep": "/tmp/peer.png"?}
// out: {"ms": 38.1, "cpu_ms": 39.0, "bytes": 53000}
// What is timed is the drawing alone: fonts, photograph and modules are loaded before. resvg writes
// PNG only.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { GlobalFonts, createCanvas, loadImage } from "@napi-rs/canvas";
import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

const [regular, bold, photograph] = process.argv.slice(2);
const fonts = [
  { name: "Sans", data: readFileSync(regular), weight: 400, style: "normal" },
  { name: "Sans", data: readFileSync(bold), weight: 700, style: "normal" },
];
GlobalFonts.registerFromPath(regular, "Sans");
GlobalFonts.registerFromPath(bold, "Sans Bold");
const photo = readFileSync(photograph);
const photoUrl = `data:image/jpeg;base64,${photo.toString("base64")}`;
const photoImage = await loadImage(photo);

const div = (style, children) => ({
  type: "div",
  props: { style: { position: "absolute", display: "flex", ...style }, children },
});

function tree(card) {
  const nodes = [];
  if (card.photo) {
    const { width, height } = card;
    nodes.push({
      type: "img",
      props: { src: photoUrl, width, height, style: { position: "absolute", left: 0, top: 0 } },
    });
  }
  for (const { x, y, width, height, color, radius } of card.panels) {
    nodes.push(div({ left: x, top: y, width, height, backgroundColor: color, borderRadius: radius }));
  }
  for (const { x, y, width, height, size, bold, color, text, align } of card.texts) {
    const style = { left: x, top: y, width, height, fontSize: size, color, whiteSpace: "nowrap" };
    style.fontWeight = bold ? 700 : 400;
    style.justifyContent = align === "end" ? "flex-end" : "flex-start";
    nodes.push(div(style, text));
  }
  const { width, height, background } = card;
  const style = { width, height, display: "flex", backgroundColor: background };
  return { type: "div", props: { style, children: nodes } };
}

async function withSatori(card) {
  const svg = await satori(tree(card), { width: card.width, height: card.height, fonts });
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

async function withCanvas(card) {
  const canvas = createCanvas(card.width, card.height);
  const brush = canvas.getContext("2d");
  brush.fillStyle = card.background;
  brush.fillRect(0, 0, card.width, card.height);
  if (card.photo) brush.drawImage(photoImage, 0, 0, card.width, card.height);
  for (const { x, y, width, height, color, radius } of card.panels) {
    brush.fillStyle = color;
    brush.beginPath();
    brush.roundRect(x, y, width, height, radius);
    brush.fill();
  }
  brush.textBaseline = "top";
  for (const { x, y, width, size, bold, color, text, align } of card.texts) {
    brush.font = `${size}px ${bold ? "Sans Bold" : "Sans"}`;
    brush.fillStyle = color;
    brush.textAlign = align === "end" ? "right" : "left";
    brush.fillText(text, align === "end" ? x + width : x, y);
  }
  return card.photo ? canvas.encode("jpeg", 82) : canvas.encode("png");
}

const peers = { satori: withSatori, canvas: withCanvas };
for await (const line of createInterface({ input: process.stdin })) {
  const { peer, card, keep } = JSON.parse(line);
  const [start, used] = [performance.now(), process.cpuUsage()];
  const body = await peers[peer](card);
  const [ms, { user, system }] = [performance.now() - start, process.cpuUsage(used)];
  if (keep) writeFileSync(keep, body);
  console.log(JSON.stringify({ ms, cpu_ms: (user + system) / 1000, bytes: body.length }));
}
