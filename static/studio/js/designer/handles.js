/* Pointers on the canvas: choosing, dragging, resizing by eight handles, and drawing a frame around several.
   Outlines follow at once; the document is changed with them, and the picture comes as soon as it is drawn. */
import { el } from "../core.js";
import { around, resized, shifted, touches } from "./geometry.js";
import { put } from "./placing.js";
import { linesOf, snapMove, snapResize } from "./snapping.js";

const EDGES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const THRESHOLD = 3;
const REACH = 6;

export class Handles {
  constructor(canvas, commands) {
    Object.assign(this, { canvas, commands, state: canvas.state, isBusy: false });
    this.frame = el("div", { class: "frame", hidden: true }, EDGES.map((edges) => el("span", { class: `handle ${edges}`, dataset: { edges } })));
    this.size = el("span", { class: "measure" });
    this.frame.append(this.size);
    this.marquee = el("div", { class: "marquee", hidden: true });
    this.guides = el("div", { class: "guides" });
    canvas.sheet.append(this.guides, this.frame, this.marquee);
    canvas.ground.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.overlay.addEventListener("dblclick", (event) => event.target.dataset.key && this.state.tell("write"));
  }

  /** Show the frame around what is chosen. */
  show(elements) {
    this.frame.hidden = !elements.length;
    if (!elements.length) return;
    const boxes = elements.map((element) => this.canvas.live?.get(element.key) ?? element.box);
    const box = around(boxes);
    put(this.frame, box, this.canvas.scale);
    this.frame.classList.toggle("several", elements.length > 1);
    const least = Math.min(box[2], box[3]) * this.canvas.scale;
    this.frame.classList.toggle("small", least < 64); // most of a small one is for moving it
    this.frame.classList.toggle("tiny", least < 24);
    this.size.textContent = `${Math.round(box[2])} × ${Math.round(box[3])}`;
  }

  begin(event) {
    if (event.button !== 0 || this.state.look.alt) return;
    const { edges } = event.target.dataset;
    const piece = event.target.closest(".piece");
    if (!edges && !piece && event.target.closest(".room") === null && event.target !== this.canvas.ground) return;
    if (edges) this._drag(event, { edges });
    else if (piece) this._press(event, piece.dataset.key);
    else this._draw(event);
  }

  _press(event, key) {
    const { chosen } = this.state;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (adds) this.state.choose(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
    else if (!chosen.includes(key)) this.state.choose([key]);
    const wasAlone = !adds && chosen.length > 1 && chosen.includes(key);
    this._drag(event, { onClick: () => wasAlone && this.state.choose([key]) });
  }

  _drag(event, { edges = "", onClick = () => {} }) {
    const { canvas, state } = this;
    const moving = canvas.elements.filter((element) => state.chosen.includes(element.key));
    if (!moving.length) return;
    const start = canvas.point(event);
    const before = new Map(moving.map((element) => [element.key, element.box]));
    const frame = around([...before.values()]);
    const inside = (key) => state.chosen.some((each) => key.startsWith(each.slice(0, -1)));
    const others = canvas.elements.filter((element) => !inside(element.key) && element.isShown).map((element) => element.box);
    const lines = linesOf(others, state.size);
    let isMoving = false;
    this._follow(event, {
      move: (next) => {
        const [x, y] = canvas.point(next);
        const [dx, dy] = this._kept(next, edges, x - start[0], y - start[1]);
        if (!isMoving && Math.hypot(dx, dy) * canvas.scale < THRESHOLD) return;
        isMoving = true;
        this.isBusy = true;
        canvas.ground.classList.add("dragging");
        const free = next.altKey;
        const to = edges ? resized(frame, edges, dx, dy, next.shiftKey) : shifted(frame, Math.round(dx), Math.round(dy));
        const keeps = edges && next.shiftKey;
        const reach = REACH / canvas.scale;
        const settled = free || keeps ? { box: to, guides: [] } : edges ? snapResize(to, edges, lines, reach) : snapMove(to, lines, reach);
        this._apply(moving, before, frame, settled, edges);
      },
      end: (wasTaken) => {
        canvas.ground.classList.remove("dragging");
        this.guides.replaceChildren();
        this.isBusy = false;
        if (wasTaken) this._restore();
        else if (isMoving) this.commands.announceBoxes();
        else onClick();
        canvas.live = null;
        canvas.redraw();
      },
    });
  }

  /** With Shift a move stays level or upright. */
  _kept(event, edges, dx, dy) {
    if (edges || !event.shiftKey) return [dx, dy];
    return Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy];
  }

  _apply(moving, before, frame, { box, guides }, edges) {
    const { canvas } = this;
    canvas.live = new Map();
    const boxes = new Map();
    for (const element of moving) {
      const own = before.get(element.key);
      const next = edges ? within(own, frame, box) : shifted(own, box[0] - frame[0], box[1] - frame[1]);
      canvas.live.set(element.key, next);
      boxes.set(element.key, next);
    }
    this._guide(guides);
    this.commands.place(moving, before, boxes, edges ? "resize" : "move");
    canvas.redraw();
  }

  _restore() {
    this.commands.dragged = null;
    if (this.state.history.entries[this.state.history.index]?.kind.startsWith("drag")) this.state.undo();
  }

  _guide(guides) {
    const { scale } = this.canvas;
    this.guides.replaceChildren(...guides.map((guide) => {
      const line = el("i", { class: guide.x === undefined ? "level" : "upright" });
      const [x, y] = guide.x === undefined ? [guide.from, guide.y] : [guide.x, guide.from];
      const length = guide.to - guide.from;
      put(line, [x, y, guide.x === undefined ? length : 0, guide.x === undefined ? 0 : length], scale);
      return line;
    }));
  }

  _draw(event) {
    const { canvas, state } = this;
    const start = canvas.point(event);
    const had = event.shiftKey ? state.chosen : [];
    let box = null;
    this._follow(event, {
      move: (next) => {
        const [x, y] = canvas.point(next);
        box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
        this.marquee.hidden = false;
        put(this.marquee, box, canvas.scale);
        const inside = canvas.elements.filter((element) => touches(box, element.box) && !covers(element.box, state.size)).map((element) => element.key);
        state.choose([...had, ...inside]);
      },
      end: (wasTaken) => {
        this.marquee.hidden = true;
        if (!box || wasTaken) state.choose(wasTaken ? [] : had);
      },
    });
  }

  /** Follow a pointer until it is let go; Escape takes back what it did. */
  _follow(event, { move, end }) {
    const { pointerId } = event;
    let last = null;
    let asked = 0;
    const moved = (next) => {
      if (next.pointerId !== pointerId) return;
      last = next;
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        move(last);
      });
    };
    const done = (wasTaken) => {
      cancelAnimationFrame(asked);
      if (asked && !wasTaken) move(last);
      document.removeEventListener("pointermove", moved);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", taken);
      document.removeEventListener("keydown", keyed, true);
      end(wasTaken);
    };
    const up = (next) => next.pointerId === pointerId && done(false);
    const taken = () => done(true);
    const keyed = (key) => {
      if (key.key !== "Escape") return;
      key.stopPropagation();
      done(true);
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", taken);
    document.addEventListener("keydown", keyed, true);
  }
}

/** A box as it is when the frame around it became another. */
function within([x, y, width, height], from, to) {
  const across = to[2] / from[2];
  const down = to[3] / from[3];
  return [Math.round(to[0] + (x - from[0]) * across), Math.round(to[1] + (y - from[1]) * down), Math.max(1, Math.round(width * across)), Math.max(1, Math.round(height * down))];
}

const covers = ([x, y, width, height], size) => x <= 0 && y <= 0 && x + width >= size[0] && y + height >= size[1];
