/* Texts with facts in them, expressions, and lists that are written in the source. */
import { el } from "../../core.js";
import { attachTokens } from "../tokens.js";

/** A text; grows with what is in it, and has the menu of facts beside it. */
export function textInput({ id, value, otherwise, change, vocabulary, isLong = false, isNeeded = false, placeholder }) {
  const input = el(isLong ? "textarea" : "input", { id, rows: isLong ? 1 : null, placeholder: placeholder ?? otherwise ?? "", spellcheck: isLong ? "true" : "false", autocomplete: "off" });
  input.value = value ?? "";
  const grow = () => {
    if (!isLong) return;
    input.style.setProperty("height", "auto");
    input.style.setProperty("height", `${Math.min(input.scrollHeight + 2, 220)}px`);
  };
  const tell = () => {
    grow();
    change(input.value === "" && !isNeeded ? undefined : input.value);
  };
  input.addEventListener("input", tell);
  requestAnimationFrame(grow);
  const node = el("div", {}, input);
  attachTokens(input, { vocabulary, onInsert: tell });
  return { node, set: (next) => ((input.value = next ?? ""), grow()), input };
}

/** One expression, such as `stock.here / 20`; a number stays one. */
export function expressionInput({ id, value, change, isNeeded, otherwise }) {
  const input = el("input", { id, class: "mono", value: value ?? "", spellcheck: "false", autocomplete: "off", placeholder: otherwise ?? "" });
  input.addEventListener("input", () => change(input.value === "" && !isNeeded ? undefined : numbered(input.value)));
  return { node: input, set: (next) => (input.value = next ?? "") };
}

const numbered = (text) => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);

/** A list of words, parted by commas. */
export function wordsInput({ id, value, change, otherwise, choices }) {
  const spelled = (list) => (Array.isArray(list) ? list.join(", ") : (list ?? ""));
  const input = el("input", { id, value: spelled(value), placeholder: spelled(otherwise), title: choices ? choices.join(", ") : null });
  input.addEventListener("input", () => {
    const words = input.value.split(",").map((word) => word.trim()).filter(Boolean);
    change(words.length ? words : undefined);
  });
  return { node: input, set: (next) => (input.value = spelled(next)) };
}

/** What is arranged within another: shown in the layers, written in the source. */
export function nestedInput({ id, reveal, value }) {
  const count = Array.isArray(value) ? value.length : 0;
  return { node: el("button", { type: "button", id, class: "little", onclick: reveal }, `${count} ${count === 1 ? "entry" : "entries"}, in the source`), set: () => {} };
}
