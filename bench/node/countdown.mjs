// Draws the countdown of bench/countdown.py with @napi-rs/canvas, frame by frame, and encodes it with
// gifenc: as its documentation shows, with a palette for each frame, or with one for all.
//
// in:  {"left": 200000, "palette": "each" | "once", "keep": "/tmp/peer.gif"?}
// out: {"ms": 570.1, "cpu_ms": 590.2, "bytes": 180000}
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { GlobalFonts, createCanvas } from "@napi-rs/canvas";
import gifenc from "gifenc";

const { GIFEncoder, applyPalette, quantize } = gifenc;
const [regular, bold] = process.argv.slice(2);
GlobalFonts.registerFromPath(regular, "Sans");
GlobalFonts.registerFromPath(bold, "Sans Bold");

const [width, height, frames] = [600, 140, 60];
const cells = [24, 165, 306, 447];
const units = [["days", 86400, Infinity], ["hours", 3600, 24], ["minutes", 60, 60], ["seconds", 1, 60]];

function draw(brush, left) {
  brush.fillStyle = "#faf6ef";
  brush.fillRect(0, 0, width, height);
  brush.textAlign = "center";
  units.forEach(([label, seconds, most], index) => {
    const x = cells[index];
    brush.fillStyle = "#1d3557";
    brush.beginPath();
    brush.roundRect(x, 20, 129, 78, 8);
    brush.fill();
    const amount = Math.floor(left / seconds) % most;
    brush.fillStyle = "#ffffff";
    brush.font = "56px Sans Bold";
    brush.fillText(String(amount).padStart(2, "0"), x + 64.5, 79);
    brush.fillStyle = "#1d2b2a";
    brush.font = "13px Sans";
    brush.fillText(label, x + 64.5, 117);
  });
}

function film(left, once) {
  const canvas = createCanvas(width, height);
  const brush = canvas.getContext("2d");
  const gif = GIFEncoder();
  let shared;
  for (let second = 0; second < frames; second++) {
    draw(brush, left - second);
    const { data } = brush.getImageData(0, 0, width, height);
    const palette = once ? (shared ??= quantize(data, 256)) : quantize(data, 256);
    gif.writeFrame(applyPalette(data, palette), width, height, {
      palette: once && second ? undefined : palette,
      delay: 1000,
    });
  }
  gif.finish();
  return gif.bytes();
}

for await (const line of createInterface({ input: process.stdin })) {
  const { left, palette, keep } = JSON.parse(line);
  const [start, used] = [performance.now(), process.cpuUsage()];
  const body = film(left, palette === "once");
  const { user, system } = process.cpuUsage(used);
  const ms = performance.now() - start;
  if (keep) writeFileSync(keep, body);
  console.log(JSON.stringify({ ms, cpu_ms: (user + system) / 1000, bytes: body.length }));
}
