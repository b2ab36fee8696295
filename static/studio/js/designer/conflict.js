/* Somebody else saved in between: both texts are shown, nothing is lost whatever is chosen. */
import { copy, el } from "../core.js";

/** Ask what is to become of the two texts; resolves with "mine" or "theirs". */
export function askConflict(problem, mine) {
  return new Promise((resolve) => {
    const theirs = String(problem.document ?? "");
    const by = problem.by || "Somebody else";
    const side = (title, text, other) => el("section", {}, el("div", { class: "side-head" }, el("h3", {}, title), el("button", { type: "button", class: "little", onclick: () => copy(text) }, "Copy")),
      el("pre", { tabindex: 0, "aria-label": title }, marked(text, other)));
    const both = el("div", { class: "both", hidden: true }, side("Yours", mine, theirs), side(`${by}’s`, theirs, mine));
    const close = (chosen) => {
      box.close();
      box.remove();
      resolve(chosen);
    };
    const box = el("dialog", { class: "conflict", "aria-labelledby": "conflict-title" },
      el("h2", { id: "conflict-title" }, `${by} saved this block while you were editing it`),
      el("p", {}, "Yours is not saved yet. Keep yours and it replaces theirs, take theirs and yours stays one step back: undo brings it again."),
      both,
      el("div", { class: "buttons" },
        el("button", { type: "button", "aria-expanded": "false", onclick: (event) => {
          both.hidden = !both.hidden;
          box.classList.toggle("wide", !both.hidden);
          event.currentTarget.setAttribute("aria-expanded", String(!both.hidden));
        } }, "See both side by side"),
        el("button", { type: "button", onclick: () => close("theirs") }, "Take theirs"),
        el("button", { type: "button", class: "main", onclick: () => close("mine") }, "Keep mine")));
    box.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(box);
    box.showModal();
  });
}

/** Lines that the other text does not have stand out. */
function marked(text, other) {
  const known = new Set(other.split("\n"));
  return text.split("\n").map((line) => el(known.has(line) ? "span" : "mark", {}, `${line}\n`));
}
