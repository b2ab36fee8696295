/* Which input an option of an element gets, in which group it stands, and what it is called. Pure but for the
   inputs it makes. */
import { choiceInput, flagInput, numberInput, numbersInput, segmentInput, sizeInput, spoken } from "./inputs/basics.js";
import { colorInput } from "./inputs/color.js";
import { assetInput, iconInput } from "./inputs/pictures.js";
import { expressionInput, nestedInput, textInput, wordsInput } from "./inputs/texts.js";
import { icon } from "./icons.js";

const CONTENT = new Set(["content", "asset", "fallback", "alt", "name", "value", "values", "of", "was", "currency", "saving", "label", "caption", "fallback_text", "around", "date", "daily", "after_sent", "expired", "deadline", "units", "still", "kind", "field", "limit", "as", "children", "draw", "until", "hours", "month", "weekday", "labels", "reader", "cities", "zoom", "extent", "level", "duration", "loop", "marks", "count"]);
const PLACE = new Set(["box", "points", "align", "valign", "fit", "focus", "direction", "gap", "columns", "rows", "step", "place", "label_place"]);
const FIRST = new Set(["content", "asset", "font", "weight", "size", "lines", "ink", "color", "align", "valign", "fit", "focus", "fallback_text", "alt", "radius", "border", "to", "track", "name", "value", "was", "around", "shape", "kind", "width", "daily", "gap", "direction", "columns", "mask", "style", "accent", "ground", "date"]);
const NAMES = { ink: "Text colour", size: "Font size", lines: "Lines at most", asset: "Picture", fallback: "If it is missing", fallback_text: "If a fact is unknown", alt: "In words (alt)", valign: "Up and down", align: "Left and right", of: "Full at", was: "Former price", as: "Called", daily: "Every day at", to: "Runs to", via: "By way of", around: "Of", box: "Place and size", letter_spacing: "Letter spacing", line_height: "Line height" };

export function groupOf(kind, name) {
  if (name === "when") return "When";
  if (name === "to") return kind === "countdown" ? "Content" : "Look";
  if (PLACE.has(name) && !(name === "step" && kind === "stars")) return "Place";
  return CONTENT.has(name) ? "Content" : "Look";
}

export const isFirst = (option) => option.required || FIRST.has(option.name);

export function titleOf(kind, name) {
  if (kind === "countdown" && name === "to") return "Counts down to";
  if (kind === "code" && name === "ink") return "Dark parts";
  if (kind === "each" && name === "of") return "List";
  if (name === "color" && ["text", "price"].includes(kind)) return "Colour";
  return NAMES[name] ?? spoken(name.replaceAll("_", " ")).replace("color", "colour").replace("Color", "Colour");
}

const letters = (...pairs) => pairs.map(([letter, says]) => ({ letter, says }));
const NUMBERS = {
  box: [letters(["x", "From the left"], ["y", "From the top"], ["w", "Width"], ["h", "Height"]), [null, null, 1, 1]],
  points: [letters(["x1", "Start from the left"], ["y1", "Start from the top"], ["x2", "End from the left"], ["y2", "End from the top"]), []],
  focus: [letters(["x", "Percent from the left that stays visible"], ["y", "Percent from the top that stays visible"]), [0, 0]],
  step: [letters(["x", "To the right"], ["y", "Down"]), []],
  shadow_offset: [letters(["x", "To the right"], ["y", "Down"]), []],
  shadow: [letters(["x", "To the right"], ["y", "Down"], ["~", "Spread"]), []],
};
const LONG = new Set(["content", "fallback_text", "expired", "deadline", "alt", "caption"]);

/** Make the input of an option. `given`: id, value, change, vocabulary, reveal. */
export function inputOf(kind, option, given) {
  const { name } = option;
  const more = { ...given, option, otherwise: usual(option.default), isNeeded: option.required };
  const type = String(option.type ?? "text");
  if (NUMBERS[name] && type !== "color" && !(name === "step" && kind === "stars")) return numbersInput({ ...more, letters: NUMBERS[name][0], least: NUMBERS[name][1] });
  if (type === "color") return colorInput(more);
  if (type === "font") return choiceInput({ ...more, choices: fonts(given.vocabulary), isNeeded: false });
  if (type === "asset") return assetInput(more);
  if (type === "icon") return iconInput(more);
  if (type === "yes-no") return flagInput(more);
  if (type === "size") return sizeInput(more);
  if ((name === "align" || name === "valign") && option.choices?.length === 3) return segmentInput({ ...more, icons: name === "align" ? aligns() : valigns() });
  if (name === "children" || name === "draw") return nestedInput(more);
  if (type === "list") return wordsInput({ ...more, choices: option.choices });
  if (option.choices?.length) return option.choices.length <= 3 && option.choices.join("").length < 22 && !option.required ? segmentInput(more) : choiceInput(more);
  if (type === "integer") return numberInput(more);
  if (type === "number") return numberInput({ ...more, step: 0.05 });
  if (type === "expression") return expressionInput(more);
  if (Array.isArray(given.value) || (given.value && typeof given.value === "object")) return nestedInput(more);
  if (name === "radius" || name === "gap" || name === "columns" || name === "rows") return numberInput({ ...more, option: { ...option, type: "integer" } });
  if (name === "around" || name === "of" || name === "as" || name === "field" || name === "daily" || name === "after_sent" || name === "separator") return expressionInput(more);
  return textInput({ ...more, isLong: LONG.has(name) });
}

const fonts = (vocabulary) => vocabulary.fonts.map((name) => ({ value: name, says: spoken(name) }));

/** What holds when nothing is written: the vocabulary spells lists and numbers as they stand in a document. */
function usual(written) {
  if (written === "" || written === null || written === undefined) return undefined;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
const aligns = () => ({ start: icon("left"), center: icon("center"), end: icon("right") });
const valigns = () => ({ top: icon("top"), middle: icon("middle"), bottom: icon("bottom") });
