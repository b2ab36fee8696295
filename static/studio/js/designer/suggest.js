/* Completion in a plain field of one expression: a list under it, by arrow keys or by pointer. The field
   stays a text field; Tab leaves it as anywhere. */

import { el } from "../core.js";
import { completionsOf } from "./language.js";

const MOST = 40;
let count = 0;

/** Offer completions while somebody writes in `field` (an input or textarea). */
export function suggestIn(field, { vocabulary }) {
  const id = `suggest-${(count += 1)}`;
  const list = el("div", { class: "popup suggests", role: "listbox", id, "aria-label": "Suggestions", tabindex: "-1", popover: "manual" });
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);
  let shown = [];
  let at = 0;
  let from = 0;
  const isOpen = () => list.matches(":popover-open");

  const scrolled = (event) => event.target !== list && shut();
  const shut = () => {
    removeEventListener("scroll", scrolled, true);
    if (isOpen()) list.hidePopover();
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    at = (index + shown.length) % shown.length;
    [...list.children].forEach((node, number) => node.setAttribute("aria-selected", String(number === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (option) => {
    field.setRangeText(option.insert, from, field.selectionEnd, "end");
    const caret = field.selectionEnd - (option.back ?? 0);
    field.setSelectionRange(caret, caret);
    shut();
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    shut();
  };
  const offer = (always) => {
    const before = field.value.slice(0, field.selectionStart);
    const found = completionsOf(before, vocabulary);
    const written = found ? before.slice(found.from) : "";
    shown = found && (always || written || /\|\s*$|['"]$/.test(before)) ? found.options.slice(0, MOST) : [];
    if (!shown.length || (shown.length === 1 && shown[0].insert === written)) return shut();
    from = found.from;
    list.replaceChildren(...shown.map((option, number) =>
      el("div", { class: "option", role: "option", id: `${id}-${number}`, "aria-selected": "false", onclick: () => take(option) },
        el("span", { class: "name mono" }, option.label),
        el("span", { class: "example" }, option.example ?? ""),
        el("span", { class: "says" }, option.title ? `${option.title}: ${option.says ?? ""}` : option.says ?? ""))));
    if (!isOpen()) list.showPopover();
    addEventListener("scroll", scrolled, true);
    place(list, field);
    mark(0);
  };
  field.addEventListener("input", (event) => event.inputType !== "insertReplacementText" && offer(false));
  field.addEventListener("blur", shut);
  field.addEventListener("click", shut);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) offer(true);
    else if (!isOpen()) return;
    else if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") take(shown[at]);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}

function place(list, field) {
  const at = field.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const isAbove = below < Math.min(list.scrollHeight, 200) && at.top > below;
  list.style.setProperty("max-height", `${Math.max(120, Math.min(280, isAbove ? at.top - 12 : below))}px`);
  list.style.setProperty("width", `${Math.max(280, Math.min(at.width, 560))}px`);
  list.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - list.offsetWidth - 8))}px`);
  list.style.setProperty("top", `${isAbove ? at.top - list.offsetHeight - 4 : at.bottom + 4}px`);
}
