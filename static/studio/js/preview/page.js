/* The preview's page: what is chosen stands in the address, and is seen at once. */
import { ask, complain, debounce, el } from "../core.js";
import { beginTime } from "./time.js";
import { beginPlace } from "./place.js";
import { beginPeople } from "./people.js";
import { beginKnobs } from "./knobs.js";

const form = document.getElementById("controls");
const path = form.dataset.path;
let asks = null;
let strip = null;

/** What is chosen, as the address carries it: nothing for what is as it would be by itself. */
export function query() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && name !== "somebody") fields.set(name, value);
  }
  return fields;
}

async function part(url, signal) {
  const text = await (await ask(url, { signal })).text();
  return new DOMParser().parseFromString(text, "text/html");
}

function replace(parsed, id) {
  const [now, next] = [document.getElementById(id), parsed.getElementById(id)];
  if (now && next) now.replaceWith(document.adoptNode(next));
}

/** Show what is chosen; the last one asked for wins. */
async function show() {
  asks?.abort();
  asks = new AbortController();
  const { signal } = asks;
  const said = query().toString();
  history.replaceState(null, "", said ? `${path}?${said}` : path);
  for (const field of document.querySelectorAll('input[name="query"]')) field.value = said;
  for (const link of document.querySelectorAll("a[data-keeps]")) link.href = `${path}/matrix?${kept()}`;
  const stage = document.getElementById("stage");
  const late = setTimeout(() => stage.setAttribute("aria-busy", "true"), 250);
  try {
    const parsed = await part(`${path}/seen?${said}`, signal);
    await drawn(parsed, signal);
    for (const id of ["stage", "why"]) replace(parsed, id);
    seen();
    film(said);
  } catch (error) {
    complain(error);
  } finally {
    clearTimeout(late);
    stage.removeAttribute("aria-busy");
  }
}

/** Wait for the new picture, so that the page does not blink between two. */
async function drawn(parsed, signal) {
  const picture = parsed.querySelector("#stage .sheet img");
  if (!picture) return;
  const ahead = new Image();
  ahead.src = picture.getAttribute("src");
  await ahead.decode().catch(() => {});
  signal.throwIfAborted();
}

/** The version and message stay when one goes over to the matrix. */
function kept() {
  const fields = query();
  for (const name of [...fields.keys()]) if (!["what", "message"].includes(name)) fields.delete(name);
  return fields;
}

const film = debounce(async (said) => {
  strip?.abort();
  strip = new AbortController();
  try {
    replace(await part(`${path}/film?${said}`, strip.signal), "film");
  } catch (error) {
    complain(error);
  }
}, 300);

/** Tell the controls what is seen now: the time there, and what facts are by themselves. */
function seen() {
  const mail = document.querySelector("#stage .mail");
  if (mail) time.seen(mail.dataset.at, mail.dataset.zone);
  knobs.seen();
  place.seen();
}

const soon = debounce(show, 90);
const time = beginTime(form, soon);
const knobs = beginKnobs(form, soon);
const place = beginPlace(form, soon);
beginPeople(form, path, soon);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
form.addEventListener("change", (event) => {
  // Another version may read other facts: its knobs come with its page.
  if (event.target.name === "what") return location.assign(`${path}?${query()}`);
  if (event.target.name) show();
});
form.addEventListener("input", (event) => {
  if (event.target.name?.startsWith("if.") && event.target.tagName === "INPUT") soon();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("#film a[data-at]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  time.set(link.dataset.at);
  show();
});
document.getElementById("show").hidden = true;
for (const notice of document.querySelectorAll(".links .made [data-copy]")) notice.focus();
seen();
if (!document.querySelector("#film .changes")) {
  document.getElementById("film").replaceChildren(el("p", { class: "muted" }, "Looking a day ahead…"));
  film(query().toString());
}
