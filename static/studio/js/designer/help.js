/* The keys of the designer, in a dialog. */
import { dialog, el } from "../core.js";

const KEYS = [
  ["Tab", "from element to element, and out of the canvas"],
  ["Arrows, with Shift", "move by 1, by 8 pixels"],
  ["Alt and arrows, with Shift", "make wider, narrower, higher, lower by 1, by 8"],
  ["Enter", "write the text of what is chosen; Escape goes back"],
  ["[ and ]", "send back, bring forward"],
  ["Ctrl A", "choose everything"],
  ["Ctrl D", "duplicate"],
  ["Delete", "delete"],
  ["Ctrl Z, Ctrl Shift Z", "undo, redo"],
  ["Ctrl 0, Ctrl 1, Ctrl + and −", "zoom to fit, 100 %, in, out"],
  ["Ctrl S", "save now"],
  ["While dragging: Alt, Shift, Escape", "without snapping; straight or in proportion; put it back"],
  ["In the layers: Alt and arrows", "reorder; Enter goes to the canvas, H hides"],
  ["At the tabs: arrows, Alt and arrows, F2, Delete", "go, reorder, rename, delete"],
];

export function showHelp() {
  dialog("Keys", el("dl", { class: "keys" }, KEYS.map(([keys, does]) => el("div", {}, el("dt", {}, keys), el("dd", {}, does)))), [{ value: "ok", says: "Close", main: true }]);
}
