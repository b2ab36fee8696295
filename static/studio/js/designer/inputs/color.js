/* A colour: the brand's as swatches, any other by the browser's picker or written out. */
import { el } from "../../core.js";

const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

export function colorInput({ id, value, otherwise, option = {}, change, vocabulary }) {
  const tokens = Object.entries(vocabulary.colors);
  const known = (color) => vocabulary.colors[color] ?? (HEX.test(color ?? "") ? color : "");
  const swatch = el("span", { class: "swatch", "aria-hidden": "true" });
  const input = el("input", { id, value: value ?? "", placeholder: otherwise || "none", spellcheck: "false", autocomplete: "off" });
  const own = el("input", { type: "color", "aria-label": "Another colour", title: "Another colour" });
  const buttons = tokens.map(([name, hex]) => el("button", { type: "button", class: "swatch", title: name, "aria-label": name.replace("brand.", "Brand colour "), "aria-pressed": "false", style: { "--color": hex }, onclick: () => pick(name) }));
  const none = option.required ? null : el("button", { type: "button", class: "swatch none", title: otherwise ? "As it is by itself" : "No colour", "aria-label": otherwise ? "As it is by itself" : "No colour", "aria-pressed": "false", onclick: () => pick(undefined) });
  const put = (next) => {
    const shown = known(next ?? otherwise);
    swatch.style.setProperty("--color", shown || "transparent");
    swatch.classList.toggle("none", !shown);
    if (input !== document.activeElement) input.value = next ?? "";
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(tokens[index][0] === next)));
    none?.setAttribute("aria-pressed", String(next === undefined));
    if (shown && /^#/.test(shown)) own.value = sixDigits(shown);
  };
  const pick = (next) => {
    input.value = next ?? "";
    put(next);
    change(next);
  };
  input.addEventListener("input", () => {
    const next = input.value.trim();
    if (next && !known(next)) return;
    put(next || undefined);
    change(next || undefined);
  });
  own.addEventListener("input", () => pick(own.value));
  put(value);
  const node = el("div", { class: "color" },
    el("div", { class: "color-row" }, swatch, input, own),
    el("div", { class: "swatches", role: "group", "aria-label": "Colours of the brand" }, none, buttons));
  return { node, set: put };
}

function sixDigits(hex) {
  const digits = hex.slice(1);
  return digits.length < 6 ? `#${[...digits.slice(0, 3)].map((digit) => digit + digit).join("")}` : `#${digits.slice(0, 6)}`;
}
