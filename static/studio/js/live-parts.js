/* The parts of the live page, as templates/studio/live-parts.html writes them. */
import { el } from "./core.js";

const counts = new Intl.NumberFormat("en");

export const number = (n) => (n === null || n === undefined ? "–" : counts.format(n));
export const percent = (n) => (n === null || n === undefined ? "–" : `${(100 * n).toFixed(1)} %`);

export function fill(name, value) {
  const node = document.querySelector(`[data-of="${name}"]`);
  if (node.textContent !== String(value)) node.textContent = value;
}

/** The time of day where the page is looked at; the server writes it in UTC. */
export const clock = (at) => new Date(at).toLocaleTimeString("en-GB");

const none = (says) => [el("li", { class: "muted none" }, says)];

function part(says, n, share, more) {
  return el("li", {},
    el("span", { class: "says" }, says, more && [" ", el("span", { class: "muted" }, more)]),
    el("span", { class: "number" }, number(n)),
    el("progress", { max: 1, value: share ?? 0, "aria-label": `${says}: ${percent(share)}` }));
}

export const variants = (found) =>
  found.length ? found.map((each) => part(each.block, each.opens, each.share, each.variant)) : none("None in this time.");
export const readers = (found) =>
  found.length ? found.map((each) => part(each.says, each.opens, each.share)) : none("Nobody in this time.");
export const caches = (found) => found.map((each) => part(each.says, each.n, each.share));

export function causes(lapses) {
  if (!lapses.causes.length) return none("Every answer was the one that was meant.");
  return lapses.causes.map((each) => el("li", {},
    el("span", { class: "says" }, each.block && [el("a", { href: `/studio/blocks/${each.block}` }, each.block), ": "], each.says),
    el("span", { class: "number" }, number(each.n))));
}

export function stages(found) {
  const within = (ms) => el("td", { class: "number" }, ms ?? "–");
  return found.map((each) => el("tr", {}, el("th", { scope: "row" }, each.says),
    within(each.p50_ms), within(each.p95_ms), el("td", { class: "number" }, number(each.n))));
}

export const warnings = (found) => found.map((each) => el("div", { class: `said ${each.weight === "warn" ? "warn" : ""}` },
  el("p", {}, el("strong", {}, each.says), each.remedy),
  each.href && el("a", { class: "button little", href: each.href }, each.link)));

export function health(found) {
  const item = (each, name, says) => el("li", {},
    el("span", { class: `dot ${each.state}` }), el("strong", {}, name), el("span", { class: "muted" }, says));
  const sources = found.sources.map((each) => item(each, el("a", { href: each.href }, each.name),
    `${each.says}; last good ${each.age}${each.error ? `. ${each.error}` : ""}`));
  const nothing = [el("li", { class: "muted none" }, "No source yet. ", el("a", { href: "/studio/sources" }, "Sources"),
    " bring other people's data into blocks.")];
  return [
    el("ul", { class: "panel parts", "aria-label": "The server" }, found.parts.map((each) => item(each, each.name, each.says))),
    el("ul", { class: "panel parts", "aria-label": "Sources" }, sources.length ? sources : nothing),
  ];
}

export function row(table, each) {
  const href = table === "blocks" ? `/studio/blocks/${each.key}` : `/studio/messages/${each.key}`;
  const cell = (says) => el("td", { class: "number" }, says);
  return el("tr", {}, el("td", {}, el("a", { href }, each.title)), each.line && el("td", {}, line(each.line)),
    cell(number(each.opens)), cell(number(each.clicks)), cell(percent(each.click_through)), cell(number(each.people)),
    cell(each.shown_fallback ? percent(each.shown_fallback) : "–"));
}

function line(values) {
  const top = Math.max(1, ...values);
  const points = values.map((n, at) => `${at * 2},${(23 - (21 * n) / top).toFixed(1)}`).join(" ");
  return el("svg:svg", { class: "spark", viewBox: `0 0 ${(values.length - 1) * 2} 24`, preserveAspectRatio: "none", "aria-hidden": "true" },
    el("svg:polyline", { points }));
}

export function event(each, isFresh) {
  const isFallback = each.variant === "fallback";
  return el("li", { class: `${each.kind} ${isFallback ? "fell" : ""} ${isFresh ? "fresh" : ""}` },
    el("time", { datetime: each.at }, clock(each.at)),
    el("span", { class: "what" }, el("strong", {}, each.block || "an email"),
      each.variant && el("span", { class: `chip ${isFallback ? "warn" : ""}` }, each.variant),
      each.kind === "click" && el("span", { class: "chip good" }, "clicked")),
    el("span", { class: "where muted", title: each.title }, [each.reader, each.subscriber, each.title].filter(Boolean).join(" · ")));
}

export function signedOut(beat) {
  if (document.getElementById("again")) return;
  beat.after(el("a", { class: "button little", id: "again", href: "/studio/sign-in?to=/studio/live" }, "Sign in again"));
}
