/* The bar above all: what is edited, whether it is saved, who else is here, undo, zoom, preview, publish. */
import { el } from "../core.js";
import { iconButton } from "./icons.js";
import { openMenu } from "./menu.js";

const ZOOMS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];
const PHONE = 360;

export class TopBar {
  constructor({ tools, saved, others }, state, { canvas, saving, showHelp }) {
    Object.assign(this, { state, canvas, saving, saved, others });
    this.undo = iconButton("undo", "Undo", () => state.undo());
    this.redo = iconButton("redo", "Redo", () => state.redo());
    this.zoom = el("button", { type: "button", class: "tool zoom", "aria-haspopup": "menu", "aria-expanded": "false", title: "Zoom", onclick: (event) => this._zoomMenu(event.currentTarget) });
    this.phone = iconButton("phone", "As wide as a phone", () => this._look("width", state.look.width ? null : PHONE), { "aria-pressed": "false" });
    this.alt = el("button", { type: "button", class: "tool word", "aria-pressed": "false", title: "What readers with images off see", onclick: () => this._look("alt", !state.look.alt) }, "Alt");
    tools.append(this.undo, this.redo, el("span", { class: "bar-rule" }),
      iconButton("minus", "Zoom out", () => this._by("out"), { title: "Zoom out (Ctrl −)" }), this.zoom, iconButton("plus", "Zoom in", () => this._by("in"), { title: "Zoom in (Ctrl +)" }), iconButton("fit", "Zoom to fit", () => this._zoom(null), { title: "Zoom to fit (Ctrl 0)" }),
      el("span", { class: "bar-rule" }), this.phone, this.alt, el("button", { type: "button", class: "tool word", "aria-label": "Keys", title: "Keys (?)", onclick: showHelp }, "?"));
    state.on("text", () => this._history());
    state.on("saving", () => this._saved());
    state.on("others", () => this._others());
    state.on("scaled", (scale) => this.zoom.replaceChildren(el("span", { class: "hidden" }, "Zoom: "), `${Math.round(scale * 100)} %`));
    state.on("zoomBy", (by) => (typeof by === "string" ? this._by(by) : this._zoom(by)));
    setInterval(() => this._saved(), 10000);
    this._history();
    this._saved();
  }

  _history() {
    const { undoes, redoes } = this.state.history;
    this.undo.disabled = undoes === null;
    this.redo.disabled = redoes === null;
    this.undo.title = undoes ? `Undo: ${undoes} (Ctrl Z)` : "Undo (Ctrl Z)";
    this.redo.title = redoes ? `Redo: ${redoes} (Ctrl Shift Z)` : "Redo (Ctrl Shift Z)";
  }

  _saved() {
    const { is, at, why } = this.state.saving;
    const says = { saved: at ? `Saved ${ago(Date.now() - at)}` : "Saved", waiting: "Not saved yet", saving: "Saving…", failed: `Not saved: ${why}`, conflict: `Not saved: ${why}` }[is];
    this.saved.className = `state ${{ saved: "live", failed: "failing", conflict: "failing" }[is] ?? "changed"}`;
    if (this.saved.textContent !== says) this.saved.textContent = says;
    this.saved.title = says;
  }

  _others() {
    const names = this.state.others.map((other) => other.name);
    this.others.hidden = !names.length;
    this.others.textContent = names.length ? `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} editing this too` : "";
  }

  _look(what, value) {
    this.state.look = { ...this.state.look, [what]: value };
    this.phone.setAttribute("aria-pressed", String(Boolean(this.state.look.width)));
    this.alt.setAttribute("aria-pressed", String(this.state.look.alt));
    this.state.tell("look");
  }

  _zoom(zoom) {
    this.state.zoom = zoom;
    if (this.state.look.width) this._look("width", null);
    this.state.tell("zoom");
  }

  _by(way) {
    const now = this.canvas.scale;
    const next = way === "in" ? ZOOMS.find((zoom) => zoom > now + 0.01) : [...ZOOMS].reverse().find((zoom) => zoom < now - 0.01);
    if (next) this._zoom(next);
  }

  _zoomMenu(button) {
    openMenu(button, [{ says: "To fit", icon: "fit", keys: "Ctrl 0", does: () => this._zoom(null) }, ...ZOOMS.map((zoom) => ({ says: `${zoom * 100} %`, does: () => this._zoom(zoom) }))]);
  }
}

function ago(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min ago` : "a while ago";
}
