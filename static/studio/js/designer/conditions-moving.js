/* Dragging a row of a condition by its handle: a line shows where it will stand. */

import { el } from "../core.js";

/** Follow the pointer from `event` on; on release calls `drop(groupId, index)` if it is over the rows. */
export function follow(event, holder, node, drop) {
  if (event.button !== 0) return;
  const row = holder.querySelector(`[data-node="${node.id}"]`);
  const line = el("div", { class: "drop-line", "aria-hidden": "true" });
  const from = event.clientY;
  let to = null;
  const move = (moved) => {
    if (!to && Math.abs(moved.clientY - from) < 5) return;
    row.classList.add("dragged");
    to = placeUnder(moved, holder, row);
    if (!to) return line.remove();
    const next = to.list.children[to.index];
    if (next) next.before(line);
    else to.list.append(line);
  };
  const end = (ended) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    row.classList.remove("dragged");
    line.remove();
    if (to && ended.type === "pointerup") drop(Number(to.list.dataset.group), to.index);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  event.preventDefault();
  event.currentTarget.focus();
}

/* The innermost list under the pointer, and the place in it: before the first row whose middle is below. */
function placeUnder(event, holder, row) {
  const lists = [...holder.querySelectorAll("ol.rows")].filter((list) => !row.contains(list));
  const inside = lists.filter((list) => {
    const box = list.getBoundingClientRect();
    return event.clientY >= box.top - 12 && event.clientY <= box.bottom + 12;
  });
  const list = inside.at(-1);
  if (!list) return null;
  const rows = [...list.children].filter((child) => child.matches("li"));
  const index = rows.findIndex((child) => {
    const box = child.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  return { list, index: index < 0 ? rows.length : index };
}
