/* A menu that opens below a button: arrows walk it, a letter jumps, Escape closes and gives the focus back. */
import { el } from "../core.js";
import { icon } from "./icons.js";

let open = null;

/** Open a menu of {says, icon, does, hint, danger, isOff}, or {group} for a heading. */
export function openMenu(button, items, { isWide = false } = {}) {
  const wasOpen = open?.button === button;
  close();
  if (wasOpen) return;
  const entries = items.filter(Boolean).map((item) => (item.group !== undefined ? el("div", { class: "group", role: "presentation" }, item.group) : entry(item)));
  const box = el("div", { class: `drop${isWide ? " wide" : ""}`, role: "menu", onkeydown: walk }, entries);
  document.querySelector("main").append(box);
  button.setAttribute("aria-expanded", "true");
  open = { button, box };
  place(button, box);
  box.querySelector("button:not(:disabled)")?.focus();
  setTimeout(() => document.addEventListener("pointerdown", outside, true), 0);
}

function entry(item) {
  return el("button", { type: "button", role: "menuitem", tabindex: -1, class: item.danger ? "bad" : "", disabled: Boolean(item.isOff), title: item.hint ?? null, onclick: () => (close(true), item.does()) },
    item.icon ? icon(item.icon) : null, el("span", {}, item.says), item.keys ? el("kbd", {}, item.keys) : null);
}

function place(button, box) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const top = at.bottom + height + 12 > innerHeight && at.top > height ? at.top - height - 4 : Math.min(at.bottom + 4, Math.max(8, innerHeight - height - 8));
  box.style.setProperty("left", `${left}px`);
  box.style.setProperty("top", `${top}px`);
}

function walk(event) {
  const buttons = [...open.box.querySelectorAll("button:not(:disabled)")];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to !== undefined) buttons[(to + buttons.length) % buttons.length].focus();
  else if (event.key === "Escape") close(true);
  else if (event.key === "Tab") return close(true);
  else if (event.key.length === 1 && /\S/.test(event.key)) buttons.find((button) => button.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function outside(event) {
  if (open && !open.box.contains(event.target) && !open.button.contains(event.target)) close();
}

function close(returns = false) {
  if (!open) return;
  document.removeEventListener("pointerdown", outside, true);
  open.button.setAttribute("aria-expanded", "false");
  open.box.remove();
  if (returns) open.button.focus();
  open = null;
}
