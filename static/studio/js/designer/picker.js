/* A menu of facts under a button: searched, grouped, by keyboard alone too (a combobox over a listbox).
   It opens in the browser's top layer, so no panel cuts it off. Conditions and tokens share it. */

import { el } from "../core.js";
import { exampleOf, found, grouped } from "./facts.js";

const NAME = /^(person|message|params|source\.\w+)\.\w+$/;
let count = 0;

/** Open a menu at `anchor`: facts of a vocabulary that `wants(fact)`; calls `choose(fact)` or, of `more`
    [{says, does}], `does()`. Returns {box, close}. */
export function openPicker(anchor, { vocabulary, wants = () => true, choose, more = [], title }) {
  const id = `picker-${(count += 1)}`;
  const facts = vocabulary.facts.filter(wants);
  const input = el("input", {
    type: "search", role: "combobox", placeholder: "Search facts", autocomplete: "off", spellcheck: "false",
    "aria-label": title, "aria-expanded": "true", "aria-controls": id, "aria-autocomplete": "list",
  });
  const list = el("div", { class: "options", role: "listbox", id, "aria-label": title, tabindex: "-1" });
  const none = el("p", { class: "muted small none", role: "status" });
  const extra = more.map((entry) => el("button", { type: "button", class: "plain", onclick: () => (shut(), entry.does()) }, entry.says));
  const popup = popUp(anchor, "picker", [input, list, none, extra.length ? el("div", { class: "more" }, extra) : null]);
  const shut = popup.close;
  let shown = [];
  let at = -1;

  const mark = (index) => {
    shown[at]?.node.setAttribute("aria-selected", "false");
    at = shown.length ? Math.max(0, Math.min(index, shown.length - 1)) : -1;
    const current = shown[at];
    current?.node.setAttribute("aria-selected", "true");
    current?.node.scrollIntoView({ block: "nearest" });
    if (current) input.setAttribute("aria-activedescendant", current.node.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const take = (fact) => (shut(), choose(fact));
  const draw = () => {
    const wanted = found(facts, input.value, vocabulary);
    // An attribute of a person or a parameter may have any name; the vocabulary knows those that it has seen.
    if (!wanted.length && NAME.test(input.value.trim())) wanted.push({ name: input.value.trim(), type: "text", says: "a name that is not in the list" });
    shown = [];
    const groups = grouped(wanted, vocabulary).map(({ title: name, facts: of }, number) =>
      el("div", { role: "group", "aria-labelledby": `${id}-g${number}` },
        el("div", { class: "group", id: `${id}-g${number}`, role: "presentation" }, name),
        of.map((fact) => option(fact, `${id}-o${shown.length}`, shown, take))));
    list.replaceChildren(...groups);
    none.textContent = shown.length ? "" : `No fact is called “${input.value}”. Try another word, or less of it.`;
    mark(input.value ? best(shown, wanted[0]) : 0);
    list.scrollTop = input.value ? list.scrollTop : 0;
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    const page = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (page) mark(at + page);
    else if (event.key === "Home" && !input.value) mark(0);
    else if (event.key === "End" && !input.value) mark(shown.length - 1);
    else if (event.key === "Enter") shown[at] && take(shown[at].fact);
    else return;
    event.preventDefault();
  });
  draw();
  input.focus();
  return popup;
}

function option(fact, id, shown, take) {
  const node = el("div", { class: "option", role: "option", id, "aria-selected": "false", onclick: () => take(fact) },
    el("span", { class: "name" }, fact.label),
    el("span", { class: "example" }, exampleOf(fact)),
    fact.says?.toLowerCase() === fact.label.toLowerCase() ? null : el("span", { class: "says" }, fact.says ?? fact.name));
  shown.push({ fact, node });
  return node;
}

const best = (shown, fact) => Math.max(0, shown.findIndex((entry) => entry.fact.name === fact?.name));

/** A box under `anchor` in the top layer; Escape, Tab out of it and a click beside it close it, and the
    focus goes back. Returns {box, close}. */
export function popUp(anchor, kind, children) {
  const box = el("div", { class: `popup ${kind}`, popover: "manual" }, children);
  anchor.after(box);
  box.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  const move = () => place(box, anchor);
  const outside = (event) => !box.contains(event.target) && !anchor.contains(event.target) && close(false);
  const left = () => setTimeout(() => box.isConnected && !box.contains(document.activeElement) && close(false));
  function close(back = true) {
    if (!box.isConnected) return;
    removeEventListener("scroll", move, true);
    removeEventListener("resize", move);
    document.removeEventListener("pointerdown", outside, true);
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (back) anchor.focus();
  }
  box.addEventListener("focusout", left);
  // A press on a row must not take the focus from the search, or the menu would close before the click.
  box.addEventListener("mousedown", (event) => !event.target.closest("input, select, textarea, button") && event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close();
  });
  addEventListener("scroll", move, true);
  addEventListener("resize", move);
  document.addEventListener("pointerdown", outside, true);
  move();
  return { box, close };
}

/** Below the anchor; above where there is more room. */
function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const isAbove = below < Math.min(box.scrollHeight, 280) && above > below;
  box.style.setProperty("max-height", `${Math.max(120, Math.min(420, isAbove ? above : below))}px`);
  box.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`);
  box.style.setProperty("top", `${isAbove ? Math.max(8, at.top - box.offsetHeight - 4) : at.bottom + 4}px`);
}
