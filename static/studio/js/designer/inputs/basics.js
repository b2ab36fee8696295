/* Typed inputs of the property panel. Each is made by `(given) => {node, set(value)}`: `given` has id, value,
   otherwise (what holds when nothing is written), option, change(value); undefined means: not written. */
import { el } from "../../core.js";

/** A number with bounds and steps; empty takes the field out. */
export function numberInput({ id, value, otherwise, option = {}, change, step }) {
  const { least, most } = option;
  const input = el("input", { id, type: "number", value: value ?? "", min: least ?? null, max: most ?? null, step: step ?? (option.type === "integer" ? 1 : "any"), placeholder: otherwise === undefined || otherwise === null ? "" : String(otherwise) });
  input.addEventListener("input", () => {
    if (input.value === "") return change(undefined);
    const number = Number(input.value);
    if (Number.isFinite(number)) change(option.type === "integer" ? Math.round(number) : number);
  });
  return { node: input, set: (next) => (input.value = next ?? "") };
}

/** A choice; the first entry is what holds by itself. */
export function choiceInput({ id, value, otherwise, option, change, choices = option.choices, isNeeded = option.required }) {
  const names = choices.map((each) => (typeof each === "object" ? each : { value: each, says: spoken(each) }));
  const known = names.some((each) => String(each.value) === String(value));
  const entries = [
    isNeeded ? null : el("option", { value: "" }, otherwise === undefined || otherwise === null || otherwise === "" ? "–" : spoken(otherwise)),
    ...names.filter((each) => isNeeded || String(each.value) !== String(otherwise)).map((each) => el("option", { value: String(each.value) }, each.says)),
    known || value === undefined || value === null || value === "" ? null : el("option", { value: String(value) }, String(value)),
  ];
  const select = el("select", { id }, entries.filter(Boolean));
  const put = (next) => {
    const holds = next ?? otherwise ?? "";
    select.value = !isNeeded && String(holds) === String(otherwise ?? "") ? "" : String(holds);
  };
  put(value);
  select.addEventListener("change", () => change(select.value === "" ? undefined : (names.find((each) => String(each.value) === select.value)?.value ?? select.value)));
  return { node: select, set: put };
}

/** Two or three choices side by side. */
export function segmentInput({ id, value, otherwise, option, change, icons = {} }) {
  const buttons = option.choices.map((choice) => el("button", { type: "button", "aria-pressed": "false", title: spoken(choice), onclick: () => (put(choice), change(choice === otherwise ? undefined : choice)) },
    icons[choice] ?? spoken(choice), icons[choice] ? el("span", { class: "hidden" }, spoken(choice)) : null));
  const node = el("div", { class: "segments", id, role: "group" }, buttons);
  const put = (next) => buttons.forEach((button, index) => button.setAttribute("aria-pressed", String((next ?? otherwise) === option.choices[index])));
  put(value);
  return { node, set: put };
}

export function flagInput({ id, value, otherwise, change }) {
  const input = el("input", { id, type: "checkbox" });
  const usual = otherwise === true || otherwise === "true";
  const put = (next) => (input.checked = next === undefined ? usual : next === true);
  put(value);
  input.addEventListener("change", () => change(input.checked === usual ? undefined : input.checked));
  return { node: input, set: put };
}

/** Several whole numbers with a letter each, such as x, y, w and h. */
export function numbersInput({ id, value, letters, change, least = [] }) {
  const inputs = letters.map((letter, index) => el("input", { id: index ? `${id}-${index}` : id, type: "number", step: 1, min: least[index] ?? null, "aria-label": letter.says, value: value?.[index] ?? "" }));
  const read = () => inputs.map((input) => Math.round(Number(input.value)));
  for (const input of inputs) {
    input.addEventListener("input", () => {
      if (inputs.every((each) => each.value === "")) return change(undefined);
      if (inputs.every((each) => each.value !== "" && Number.isFinite(Number(each.value)))) change(read());
    });
  }
  const node = el("div", { class: "numbers" }, inputs.map((input, index) => el("span", { class: "lettered" }, el("span", { "aria-hidden": "true" }, letters[index].letter), input)));
  return { node, set: (next) => inputs.forEach((input, index) => input !== document.activeElement && (input.value = next?.[index] ?? "")) };
}

/** A size, or the largest and the smallest: the text shrinks to fit between them. */
export function sizeInput({ id, value, otherwise, change }) {
  const split = (size) => (Array.isArray(size) ? size : [size, undefined]);
  const usual = split(otherwise);
  const make = (at, says) => el("input", { id: at ? `${id}-least` : id, type: "number", min: 1, max: 500, step: 1, value: split(value)[at] ?? "", placeholder: usual[at] ?? "", "aria-label": says });
  const [largest, smallest] = [make(0, "Size"), make(1, "Smallest size it may shrink to")];
  const tell = () => {
    const [most, least] = [Number(largest.value), Number(smallest.value)];
    if (!largest.value) return change(undefined);
    change(smallest.value && least < most ? [most, least] : most);
  };
  largest.addEventListener("input", tell);
  smallest.addEventListener("input", tell);
  const node = el("div", { class: "numbers two" }, el("span", { class: "lettered" }, el("span", { "aria-hidden": "true" }, "px"), largest), el("span", { class: "lettered" }, el("span", { "aria-hidden": "true" }, "to"), smallest));
  return { node, set: (next) => [largest, smallest].forEach((input, at) => input !== document.activeElement && (input.value = split(next)[at] ?? "")) };
}

export const spoken = (word) => String(word).replace(/^./, (letter) => letter.toUpperCase()).replaceAll("-", " ");
