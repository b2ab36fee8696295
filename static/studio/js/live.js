/* Keeps the live page up to date: one stream of events, drawn anew where something changed. */
import { ask, given } from "./core.js";
import { chart } from "./live-chart.js";
import * as parts from "./live-parts.js";

const first = given("board");
const isMonth = first.window === "month";
const beat = document.getElementById("beat");
const list = document.getElementById("latest");
const hold = document.getElementById("hold");
const MOST_ROWS = 60;
const TRY_AGAIN_MS = 15000;

const address = given("stream"); // of the brand that this page shows

let newest = given("newest");
let stream = null;
let retry = 0;
let held = [];
const seen = new Set();
const drawn = chart(document.getElementById("chart"), first.bars);

function say(text, isLive = false) {
  if (beat.textContent !== text) beat.textContent = text;
  beat.classList.toggle("live", isLive);
  beat.classList.toggle("failing", !isLive);
}

/* Each part is drawn only when what it shows has changed: a wall screen should not flicker. */
const shown = new Map();
function changed(name, value) {
  const text = JSON.stringify(value);
  if (shown.get(name) === text) return false;
  const isFirst = !shown.has(name);
  shown.set(name, text);
  return !isFirst || stream !== null;
}

function put(id, name, value, nodes) {
  if (changed(name, value)) document.getElementById(id).replaceChildren(...nodes(value));
}

function showNow(board) {
  put("warnings", "warnings", board.warnings, parts.warnings);
  put("stages", "stages", board.work.stages, parts.stages);
  put("caches", "caches", board.work.caches, parts.caches);
  put("causes", "causes", board.lapses, parts.causes);
  put("health", "health", board.health, parts.health);
  parts.fill("lapses", parts.number(board.lapses.n));
  parts.fill("lapse_share", board.lapses.n ? parts.percent(board.lapses.share) : "");
  const p95 = board.work.stages[0].p95_ms;
  parts.fill("p95", p95 ?? "–");
  parts.fill("p95_of", p95 === null ? "" : "ms, 95 of 100");
}

function showCounts(board) {
  const { totals } = board;
  parts.fill("opens", parts.number(totals.opens));
  parts.fill("clicks", parts.number(totals.clicks));
  parts.fill("click_through", parts.percent(totals.click_through));
  parts.fill("people", parts.number(totals.people));
  drawn.update(board.bars);
  put("variants", "variants", board.variants, parts.variants);
  put("readers", "readers", board.readers, parts.readers);
  for (const [id, rows] of [["blocks", board.blocks], ["messages", board.messages]]) {
    if (rows.length && changed(id, rows)) {
      document.querySelector(`#${id} tbody`).replaceChildren(...rows.map((row) => parts.row(id, row)));
    }
  }
  if (totals.opens) document.getElementById("first")?.remove();
}

function showEvents(events) {
  for (const event of [...events].reverse()) {
    if (seen.has(event.number)) continue;
    seen.add(event.number);
    newest = Math.max(newest, event.number);
    held.push(event);
  }
  if (hold.getAttribute("aria-pressed") === "true") {
    held = held.slice(-MOST_ROWS);
    hold.textContent = `Go on (${held.length} new)`;
    return;
  }
  release();
}

function release() {
  if (!held.length) return;
  list.querySelector(".none")?.remove();
  list.prepend(...held.reverse().map((event) => parts.event(event, true)));
  held = [];
  while (list.children.length > MOST_ROWS) list.lastElementChild.remove();
  if (seen.size > 2000) seen.clear();
}

function connect() {
  clearTimeout(retry);
  stream?.close();
  stream = new EventSource(address + newest);
  stream.addEventListener("open", () => say("live", true));
  stream.addEventListener("board", (event) => {
    say("live", true);
    const board = JSON.parse(event.data);
    showNow(board);
    if (!isMonth) showCounts(board);
  });
  stream.addEventListener("latest", (event) => showEvents(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) explain();
    // Otherwise the browser connects again by itself, as it does each minute: that is no news.
  });
}

/* A stream that was refused does not say why; the same address asked for data does. */
async function explain() {
  try {
    await ask(address + newest);
    say("connecting");
  } catch (error) {
    if (error.status === 401 || error.status === 403) {
      say("signed out");
      parts.signedOut(beat);
      return;
    }
    say(error.status === 429 ? "open too often" : "no connection");
  }
  retry = setTimeout(connect, TRY_AGAIN_MS);
}

for (const time of list.querySelectorAll("time")) time.textContent = parts.clock(time.dateTime);
hold.hidden = false;
hold.addEventListener("click", () => {
  const holds = hold.getAttribute("aria-pressed") !== "true";
  hold.setAttribute("aria-pressed", String(holds));
  hold.textContent = holds ? "Go on" : "Hold";
  if (!holds) release();
});
// Nobody looks at a hidden page: let the server rest.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(retry);
    stream?.close();
    say("resting");
  } else connect();
});
connect();
