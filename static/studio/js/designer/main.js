/* The designer of a block: puts its parts together. Each part has a module; they share the state. */
import { askJson, complain, given } from "../core.js";
import { Canvas } from "./canvas.js";
import { Commands } from "./commands.js";
import { askConflict } from "./conflict.js";
import { BlockDocument } from "./document.js";
import { Drawer } from "./drawer.js";
import { Drawing } from "./drawing.js";
import { showHelp } from "./help.js";
import { listen } from "./keyboard.js";
import { Layers } from "./layers.js";
import { goTo } from "./problems.js";
import { Properties } from "./properties.js";
import { Saving } from "./saving.js";
import { Seen } from "./seen.js";
import { FALLBACK, State } from "./state.js";
import { TopBar } from "./top-bar.js";
import { VariantBar } from "./variant-bar.js";
import { Variants } from "./variants.js";

const at = (id) => document.getElementById(id);

async function begin() {
  const block = given("block");
  const vocabulary = await askJson(`/studio/vocabulary.json?brand=${encodeURIComponent(block.brand)}`);
  const state = new State(block, vocabulary);
  const drawing = new Drawing(state); // the first to hear of a change: the server draws while the page is brought up to date
  const commands = new Commands(state);
  const saving = new Saving(state, { onConflict: (problem, mine) => conflict(state, problem, mine) });
  new Variants(at("tabs"), state);
  const bar = new VariantBar(at("variant-bar"), state);
  new Seen(at("seen"), state);
  const canvas = new Canvas(at("stage"), state, commands);
  new Layers(at("layers"), state, commands, { onFocusCanvas: (key) => canvas.focus(key) });
  const properties = new Properties(at("properties"), state, commands);
  new Drawer(at("drawer"), state, { goTo: (problem) => goTo(problem, { state, bar }), loadSource: () => import("./source.js") });
  new TopBar({ tools: at("tools"), saved: at("saved"), others: at("others") }, state, { canvas, saving, showHelp });
  listen(state, commands, { canvas, saving, showHelp });
  // The first drawing says which variant is shown now: its tab is the first to be seen.
  state.on("drawn", () => state.tab === null && showDrawn(state));
  properties.build();
  await drawing.now();
  if (state.tab === null) state.show(tabOf(state, ""));
  saving.watch();
  for (const link of document.querySelectorAll(".bar a")) link.addEventListener("click", (event) => leave(event, link, saving));
  at("designer").classList.add("ready");
  // For whoever measures: how long the last pictures took, in ms.
  at("designer").waits = drawing.waits;
}

/** What is previewed or published next is what was just made: save it first. */
async function leave(event, link, saving) {
  if (!saving.isBehind || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  await saving.now();
  if (!saving.isBehind) location.assign(link.href);
}

function showDrawn(state) {
  const name = state.drawn?.chosen;
  const tab = tabOf(state, name);
  // Where nothing could be drawn, another tab would change nothing.
  state.show(tab, { isDrawn: !state.drawn || state.nameOf(tab) === name });
}

function tabOf(state, name) {
  const index = name ? state.variants.findIndex((variant) => variant.name === name) : -1;
  return index >= 0 ? index : name === FALLBACK || !state.variants.length ? FALLBACK : 0;
}

async function conflict(state, problem, mine) {
  const chosen = await askConflict(problem, mine);
  if (chosen === "theirs") state.take(new BlockDocument(problem.document), { says: `Take ${problem.by || "theirs"}`, from: "history" });
  return chosen;
}

begin().catch((error) => {
  at("waiting").textContent = "The designer could not start. Load the page again.";
  complain(error);
});
