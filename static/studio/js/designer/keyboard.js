/* Keys of the designer that hold wherever nothing is being written. */

const WRITES = "input, textarea, select, [contenteditable=true], .cm-editor, dialog, [role=menu], .popup";

export function listen(state, commands, { canvas, saving, showHelp }) {
  document.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === "s") return done(event, () => saving.now());
    const writes = event.target.closest?.(WRITES);
    if (isCommand && !event.altKey && (key === "z" || key === "y") && !event.target.closest?.(".cm-editor, dialog")) {
      return done(event, () => (key === "y" || event.shiftKey ? state.redo() : state.undo()));
    }
    if (writes) {
      if (event.key === "Escape" && event.target.closest("#properties, #variant-bar")) canvas.focus(state.chosen[0]);
      return undefined;
    }
    if (isCommand) return withCommand(event, key, { state, commands });
    if (event.key === "?" ) return done(event, showHelp);
    if (event.target.closest?.("[role=tablist], [role=separator], .layers") && event.key.startsWith("Arrow")) return undefined;
    return plain(event, { state, commands });
  });
}

function withCommand(event, key, { state, commands }) {
  if (key === "d") return done(event, () => commands.duplicate());
  if (key === "a") return done(event, () => commands.chooseAll());
  const zooms = { 0: null, 1: 1, "+": "in", "=": "in", "-": "out" };
  if (key in zooms && !event.altKey) return done(event, () => state.tell("zoomBy", zooms[key]));
  return undefined;
}

function plain(event, { state, commands }) {
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const by = arrows[event.key];
  if (by && state.chosen.length) {
    const step = event.shiftKey ? 8 : 1;
    return done(event, () => (event.altKey ? commands.stretch(by[0] * step, by[1] * step) : commands.nudge(by[0] * step, by[1] * step)));
  }
  if ((event.key === "Delete" || event.key === "Backspace") && state.chosen.length) return done(event, () => commands.remove());
  if (event.key === "Escape" && state.chosen.length) return done(event, () => state.choose([]));
  if (event.key === "Enter" && event.target.closest?.(".piece")) return done(event, () => state.tell("write"));
  if ((event.key === "[" || event.key === "]") && state.chosen.length === 1) {
    const [element] = commands.chosen;
    return done(event, () => commands.reorder(element, element.index + (event.key === "]" ? 1 : -1)));
  }
  return undefined;
}

function done(event, does) {
  event.preventDefault();
  does();
}
