/* The drawer below: the YAML source and the problems, kept in step with the canvas both ways. */
import { el } from "../core.js";
import { BlockDocument } from "./document.js";
import { pathOf } from "./state.js";

const LEAST = 120;

export class Drawer {
  constructor(parent, state, { goTo, loadSource }) {
    Object.assign(this, { parent, state, goTo, loadSource, open: "" });
    this.sourceTab = el("button", { type: "button", "aria-expanded": "false", onclick: () => this.toggle("source") }, "YAML source");
    this.problemsTab = el("button", { type: "button", "aria-expanded": "false", onclick: () => this.toggle("problems") }, "Problems");
    this.grip = el("div", { class: "grip", role: "separator", "aria-orientation": "horizontal", "aria-label": "Height of the drawer", "aria-valuemin": LEAST, "aria-valuemax": 1000, "aria-valuenow": 272, tabindex: 0 });
    this.sourcePane = el("div", { class: "source-pane", hidden: true });
    this.problemsPane = el("div", { class: "problems-pane", hidden: true });
    parent.append(this.grip, el("div", { class: "drawer-tabs" }, this.sourceTab, this.problemsTab), this.sourcePane, this.problemsPane);
    this._resizable();
    state.on("text", ({ from }) => this.source && from !== "source" && this.source.setText(state.text));
    state.on("drawn", () => this.list());
    state.on("reveal", (line) => this.reveal(line));
    state.on("chosen", () => this._follow());
  }

  async toggle(what) {
    this.open = this.open === what ? "" : what;
    await this._show();
    if (this.open !== "source") return;
    const [key] = this.state.chosen;
    if (key) this.source.reveal(this.state.document.line(pathOf(key)));
    else this.source.focus();
  }

  async reveal(line) {
    this.open = "source";
    await this._show();
    this.source.reveal(line);
  }

  async _show() {
    this.parent.classList.toggle("open", Boolean(this.open));
    this.sourceTab.setAttribute("aria-expanded", String(this.open === "source"));
    this.problemsTab.setAttribute("aria-expanded", String(this.open === "problems"));
    this.sourcePane.hidden = this.open !== "source";
    this.problemsPane.hidden = this.open !== "problems";
    if (this.open === "source") await (this.loading ??= this._load());
  }

  async _load() {
    // The editor is the heaviest part of the page: it comes when it is asked for.
    const { createSource } = await this.loadSource();
    this.source = createSource(this.sourcePane, {
      text: this.state.text, vocabulary: this.state.vocabulary,
      onChange: (text) => this.state.take(new BlockDocument(text), { says: "Change the source", kind: "source", from: "source" }),
    });
    this.source.setProblems(this.state.problems);
  }

  list() {
    const { problems } = this.state;
    this.source?.setProblems(problems);
    const errors = problems.filter((problem) => problem.severity === "error").length;
    this.problemsTab.replaceChildren("Problems", el("span", { class: `count ${errors ? "bad" : problems.length ? "warn" : "none"}` }, String(problems.length)));
    if (!problems.length) return this.problemsPane.replaceChildren(el("p", { class: "muted" }, "Nothing to mend: this block can be published."));
    return this.problemsPane.replaceChildren(el("ul", { class: "problems" }, problems.map((problem) => el("li", {}, el("button", { type: "button", onclick: () => this.goTo(problem) },
      el("span", { class: `chip ${problem.severity === "error" ? "bad" : "warn"}` }, problem.severity === "error" ? "Mend" : "Look"),
      el("span", { class: "what" }, el("strong", {}, problem.message), " ", problem.remedy),
      el("span", { class: "muted small" }, problem.line ? `line ${problem.line}` : ""))))));
  }

  /** Show the lines of what was just chosen, if the source is open and nobody writes in it. */
  _follow() {
    const [key] = this.state.chosen;
    if (this.open !== "source" || !this.source || !key || this.sourcePane.contains(document.activeElement)) return;
    const active = document.activeElement;
    this.source.reveal(this.state.document.line(pathOf(key)));
    active?.focus?.({ preventScroll: true });
  }

  _resizable() {
    const set = (height) => {
      const pixels = Math.round(Math.max(LEAST, Math.min(innerHeight * 0.75, height)));
      this.parent.style.setProperty("--drawer", `${pixels}px`);
      this.grip.setAttribute("aria-valuenow", pixels);
    };
    this.grip.addEventListener("pointerdown", (event) => {
      const start = { y: event.clientY, height: this.parent.offsetHeight };
      this.grip.setPointerCapture(event.pointerId);
      const move = (next) => set(start.height + start.y - next.clientY);
      this.grip.addEventListener("pointermove", move);
      this.grip.addEventListener("pointerup", () => this.grip.removeEventListener("pointermove", move), { once: true });
    });
    this.grip.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 24, ArrowDown: -24 }[event.key];
      if (by) set(this.parent.offsetHeight + by);
    });
  }
}
