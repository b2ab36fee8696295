/* Opens as bars and clicks as a line, by minute or by day. */
import uPlot from "../vendor/uplot.js";
import { el } from "./core.js";
import { number } from "./live-parts.js";

const DAY = 86400;
/* Steps of the axis: opens are whole. */
const WHOLE = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((n) => [n, 2 * n, 5 * n]);

/** Draw in place of what the server drew; returns what takes newer bars. */
export function chart(place, bars) {
  let now = bars;
  let plot = null;
  const tip = el("div", { class: "tip", hidden: true });
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw() {
    plot?.destroy();
    place.replaceChildren(tip);
    place.setAttribute("role", "img");
    plot = new uPlot(options(), data(now), place);
    label();
  }

  function label() {
    const total = now.opens.reduce((sum, n) => sum + n, 0);
    place.setAttribute("aria-label", `${number(total)} opens and ${number(now.clicks.reduce((sum, n) => sum + n, 0))} clicks`);
  }

  function options() {
    const isDays = now.step_s >= DAY;
    const axis = { stroke: color("--muted"), font: "12px Inter, sans-serif", ticks: { show: false }, grid: { stroke: color("--line"), width: 1 } };
    return {
      width: place.clientWidth,
      height: place.clientHeight,
      tzDate: isDays ? (ts) => uPlot.tzDate(new Date(ts * 1000), "Etc/UTC") : undefined,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      padding: [8, 20, 0, 0],
      scales: {
        x: { time: true, range: () => [now.first - now.step_s * 0.6, now.first + now.step_s * (now.opens.length - 0.4)] },
        y: { range: (_, low, high) => [0, Math.max(4, high * 1.08)] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 30, gap: 9, space: 70, values: [
          [DAY, "{D} {MMM}", null, null, null, null, null, null, 1],
          [60, "{HH}:{mm}", null, null, null, null, null, null, 1],
          [1, "{HH}:{mm}", null, null, null, null, null, null, 1]] },
        { ...axis, size: 44, incrs: WHOLE, values: (_, ticks) => ticks.map(number) },
      ],
      series: [
        {},
        { fill: color("--chart-2"), stroke: color("--chart-2"), width: 0, paths: uPlot.paths.bars({ size: [0.72, 26], radius: 0.18 }), points: { show: false } },
        { stroke: color("--chart-1"), width: 2, points: { show: false } },
      ],
      hooks: { setCursor: [point] },
    };
  }

  function point(u) {
    const { idx, left } = u.cursor;
    tip.hidden = idx === null || idx === undefined || left < 0;
    if (tip.hidden) return;
    const at = new Date(u.data[0][idx] * 1000);
    const when = now.step_s >= DAY
      ? at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" })
      : at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    tip.textContent = `${when}: ${number(u.data[1][idx])} opens, ${number(u.data[2][idx])} clicks`;
    const x = u.valToPos(u.data[0][idx], "x") + u.bbox.left / devicePixelRatio;
    tip.style.setProperty("left", `${Math.max(0, Math.min(x - tip.offsetWidth / 2, place.clientWidth - tip.offsetWidth))}px`);
    tip.style.setProperty("top", "0");
  }

  new ResizeObserver(() => plot && plot.setSize({ width: place.clientWidth, height: place.clientHeight })).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  return {
    update(newer) {
      if (JSON.stringify(newer) === JSON.stringify(now)) return;
      now = newer;
      plot.setData(data(now));
      label();
    },
  };
}

function data(bars) {
  const steps = bars.opens.map((_, at) => bars.first + at * bars.step_s);
  return [steps, bars.opens, bars.clicks];
}
