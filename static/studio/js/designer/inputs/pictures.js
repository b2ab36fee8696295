/* Choosing a picture of the assets or an icon, by looking at them. */
import { el } from "../../core.js";
import { attachTokens } from "../tokens.js";

const MOST_SHOWN = 120;
export const assetUrl = (name) => `/studio/assets/shown.png?name=${encodeURIComponent(name)}&w=240&h=180`;

export function assetInput({ id, value, change, vocabulary, isNeeded }) {
  const shown = el("img", { class: "thumb", alt: "", loading: "lazy" });
  const input = el("input", { id, value: value ?? "", spellcheck: "false", autocomplete: "off", placeholder: "asset’s name" });
  const put = (next) => {
    if (input !== document.activeElement) input.value = next ?? "";
    const isStored = vocabulary.assets.includes(next);
    shown.hidden = !isStored;
    if (isStored) shown.src = assetUrl(next);
  };
  const tell = (next) => {
    input.value = next;
    put(next);
    change(next === "" && !isNeeded ? undefined : next);
  };
  shown.addEventListener("error", () => (shown.hidden = true));
  input.addEventListener("input", () => tell(input.value));
  const button = el("button", { type: "button", class: "little", onclick: () => choose("Choose a picture", vocabulary.assets, (name) => el("img", { src: assetUrl(name), alt: "", loading: "lazy" }), tell) }, "Choose…");
  put(value);
  const node = el("div", { class: "asset" }, el("div", { class: "asset-row" }, shown, input), el("div", { class: "buttons" }, button));
  attachTokens(input, { vocabulary, onInsert: () => tell(input.value) });
  return { node, set: put };
}

export function iconInput({ id, value, change, vocabulary, isNeeded }) {
  const input = el("input", { id, value: value ?? "", list: `${id}-list`, spellcheck: "false", autocomplete: "off" });
  const names = vocabulary.icons;
  input.addEventListener("input", () => change(input.value === "" && !isNeeded ? undefined : input.value));
  const pick = (name) => {
    input.value = name;
    change(name);
  };
  const button = el("button", { type: "button", class: "little", onclick: () => choose("Choose an icon", names, null, pick) }, "Choose…");
  const node = el("div", {}, input, el("datalist", { id: `${id}-list` }, names.slice(0, 400).map((name) => el("option", { value: name }))), el("div", { class: "buttons" }, button));
  return { node, set: (next) => (input.value = next ?? "") };
}

/** A dialog of tiles with a search; calls `pick` with the name that is chosen. */
function choose(title, names, pictured, pick) {
  const search = el("input", { type: "search", placeholder: "Search", "aria-label": "Search", autofocus: true });
  const tiles = el("div", { class: `tiles-of${pictured ? "" : " words"}` });
  const said = el("p", { class: "muted small" });
  const box = el("dialog", { class: "chooser", "aria-label": title }, el("div", { class: "chooser-head" }, el("h2", {}, title), el("button", { type: "button", class: "tool", "aria-label": "Close", onclick: () => box.close() }, "×")), search, tiles, said);
  const fill = () => {
    const found = names.filter((name) => name.toLowerCase().includes(search.value.trim().toLowerCase()));
    tiles.replaceChildren(...found.slice(0, MOST_SHOWN).map((name) => el("button", { type: "button", onclick: () => (pick(name), box.close()) }, pictured?.(name), el("span", {}, name))));
    said.textContent = found.length === 0 ? "Nothing has that name." : found.length > MOST_SHOWN ? `${found.length - MOST_SHOWN} more: search for them.` : "";
  };
  search.addEventListener("input", fill);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  fill();
  box.showModal();
}
