/* Goes to what a problem concerns: its tab, its element or field, its text; else its line in the source. */
import { FALLBACK, keyOf } from "./state.js";

export function goTo(problem, { state, bar }) {
  const path = problem.path ?? [];
  if (path[0] === "variants" && typeof path[1] === "number") state.show(path[1]);
  if (path[0] === FALLBACK) state.show(FALLBACK);
  if (path[0] === "layouts") showLayout(state, path[1]);
  const list = state.layout;
  if (list && list.every((step, index) => path[index] === step) && typeof path[list.length] === "number") {
    const element = elementPath(path, list);
    state.choose([keyOf(element)]);
    return focusOption(path, element);
  }
  const [, , part, field] = path[0] === FALLBACK ? [0, ...path] : path;
  if (part === "say") return bar.reveal("texts", field);
  if (part === "when") return bar.reveal("when");
  if (path.length && !["variants", "layouts", FALLBACK].includes(path[0])) {
    state.choose([]);
    const input = document.getElementById(`b-${path[0] === "params" ? `param-${path[1]}` : path[0]}`);
    if (input) return input.focus();
  }
  return state.tell("reveal", problem.line || 1);
}

/** A tab that shows a layout; the one that is shown now if it does. */
function showLayout(state, name) {
  if (state.layout?.[1] === name) return;
  const index = state.variants.findIndex((variant) => variant.draw === name);
  if (index >= 0) state.show(index);
  else if (state.readable.get([FALLBACK, "draw"]) === name) state.show(FALLBACK);
}

/** The innermost element on the way to a path: `… draw 2 text ink` is within `… draw 2`. */
function elementPath(path, list) {
  let end = list.length + 1;
  for (let at = end; at < path.length; at += 1) {
    if (path[at - 1] === "draw" && typeof path[at] === "number") end = at + 1;
  }
  return path.slice(0, end);
}

function focusOption(path, element) {
  const option = path[element.length + 1];
  const input = typeof option === "string" ? document.getElementById(`p-${option}`) : null;
  input?.closest("details")?.setAttribute("open", "");
  const key = CSS.escape(keyOf(element));
  (input ?? document.querySelector(`.piece[data-key="${key}"]`) ?? document.querySelector(`.layer-name[data-key="${key}"]`))?.focus();
}
