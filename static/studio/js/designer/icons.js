/* Small outlines for buttons and layers, drawn on a square of 24 with a stroke of the text's colour. */
import { el } from "../core.js";

const OUTLINES = {
  __proto__: null, // whatever somebody calls an element is no more than a name
  fill: "M4 4h16v16H4z M4 14l10-10 M4 20L20 4 M10 20L20 10",
  box: "M4 6h16v12H4z",
  line: "M4 20L20 4",
  text: "M5 6V4h14v2 M12 4v16 M9 20h6",
  picture: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9.5h.01",
  progress: "M3 9h18v6H3z M3 9h10v6H3z M6 12h4",
  map: "M12 21s6-5.5 6-11a6 6 0 0 0-12 0c0 5.5 6 11 6 11z M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  countdown: "M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16z M12 9v4l3 2 M9 2h6",
  icon: "M12 3l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1L3.2 9.4l6.1-.8z",
  code: "M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h2v2h-2z M18 18h2v2h-2z M18 14h2 M14 20h2",
  badge: "M3 8h18v8H3z M7 12h10",
  ring: "M12 20a8 8 0 1 1 8-8",
  stars: "M8 5l1.8 3.7 4 .6-2.9 2.8.7 4L8 14.2l-3.6 1.9.7-4-2.9-2.8 4-.6z M18 12l1 2.1 2.3.3-1.7 1.6.4 2.3-2-1.1",
  price: "M4 12V4h8l8 8-8 8z M8 8h.01",
  chart: "M4 20V4 M4 20h16 M7 15l4-5 3 3 5-7",
  sign: "M4 9h16v8H4z M8 9l4-5 4 5 M8 13h8",
  calendar: "M4 6h16v14H4z M4 10h16 M8 3v4 M16 3v4",
  stack: "M4 4h16v4H4z M4 10h16v4H4z M4 16h16v4H4z",
  grid: "M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z",
  each: "M4 6h12 M4 12h12 M4 18h12 M20 5v14 M18 17l2 2 2-2",
  cell: "M5 5h14v14H5z",
  undo: "M9 14L4 9l5-5 M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5 M20 9H10a6 6 0 0 0 0 12h3",
  plus: "M12 5v14 M5 12h14",
  minus: "M5 12h14",
  more: "M5 12h.01 M12 12h.01 M19 12h.01",
  trash: "M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13",
  copy: "M9 9h11v11H9z M15 9V4H4v11h5",
  up: "M12 19V5 M6 11l6-6 6 6",
  down: "M12 5v14 M6 13l6 6 6-6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  hidden: "M4 4l16 16 M6.5 6.8C3.7 8.7 2 12 2 12s4 7 10 7c1.8 0 3.4-.6 4.8-1.5 M10 5.2A9 9 0 0 1 12 5c6 0 10 7 10 7s-.8 1.5-2.3 3.1",
  fold: "M6 9l6 6 6-6",
  warn: "M12 4l9 16H3z M12 10v4 M12 17h.01",
  fit: "M4 9V4h5 M20 9V4h-5 M4 15v5h5 M20 15v5h-5",
  phone: "M8 3h8v18H8z M11 18h2",
  grip: "M9 6h.01 M15 6h.01 M9 12h.01 M15 12h.01 M9 18h.01 M15 18h.01",
  left: "M4 4v16 M8 7h12v4H8z M8 14h7v4H8z",
  center: "M12 3v18 M5 6h14v4H5z M8 14h8v4H8z",
  right: "M20 4v16 M4 7h12v4H4z M9 14h7v4H9z",
  top: "M4 4h16 M7 8h4v12H7z M14 8h4v7h-4z",
  middle: "M3 12h18 M6 5h4v14H6z M14 8h4v8h-4z",
  bottom: "M4 20h16 M7 4h4v12H7z M14 9h4v7h-4z",
  across: "M3 4v16 M21 4v16 M9 7h6v10H9z",
  downwards: "M4 3h16 M4 21h16 M7 9h10v6H7z",
  source: "M8 7l-5 5 5 5 M16 7l5 5-5 5",
};

export function icon(name) {
  return el("svg:svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }, el("svg:path", { d: OUTLINES[name] ?? OUTLINES.box }));
}

/** A button that shows an outline; `says` is its name for everybody. */
export function iconButton(name, says, onclick, more = {}) {
  return el("button", { type: "button", class: "tool", "aria-label": says, title: more.title ?? says, onclick, ...more }, icon(name));
}
