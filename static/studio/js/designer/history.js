/* Undo and redo: states of the text, each with what was chosen then. Changes of one kind that follow each
   other quickly (typing, dragging, nudging) count as one. Pure: time is told, not read. */

const MOST = 200;
const QUICK_MS = 1200;

export class History {
  constructor(text) {
    this.entries = [{ text, kind: "", at: 0, says: "" }];
    this.index = 0;
  }

  /** Note a new text. `kind` names what was changed ("box 3"); an empty one never joins the one before, one of a
      drag always does. */
  note(text, { kind = "", says = "", at = 0, chosen = [] } = {}) {
    const last = this.entries[this.index];
    if (last.text === text) return;
    const isQuick = at - last.at < QUICK_MS || kind.startsWith("drag");
    const joins = kind && kind === last.kind && isQuick && this.index > 0;
    const entry = { text, kind, at, says, chosen };
    if (joins) this.entries[this.index] = entry;
    else this.entries[(this.index += 1)] = entry;
    this.entries.length = this.index + 1;
    if (this.entries.length > MOST) {
      this.entries.shift();
      this.index -= 1;
    }
  }

  /** What undo would take back, in words; null when there is nothing. */
  get undoes() {
    return this.index > 0 ? this.entries[this.index].says : null;
  }

  get redoes() {
    return this.index + 1 < this.entries.length ? this.entries[this.index + 1].says : null;
  }

  /** Step back; returns the entry that holds now, or null. */
  undo() {
    if (this.index === 0) return null;
    const { chosen } = this.entries[this.index];
    this.index -= 1;
    return { ...this.entries[this.index], chosen };
  }

  redo() {
    if (this.index + 1 >= this.entries.length) return null;
    this.index += 1;
    return this.entries[this.index];
  }
}
