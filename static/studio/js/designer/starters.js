/* What a new element begins with: enough to be seen and understood at once, in the brand's colours, put where
   there is room. Pure. */
import { freeRoom } from "./geometry.js";

/** Size wanted and fields, by kind; colours are names that most brands have, else what the kind has by itself. */
const BEGINNINGS = {
  text: [[240, 40], { content: "Your text", font: "heading", size: [24, 14], lines: 2 }, { ink: "ink" }],
  picture: [[200, 160], { fit: "cover" }, {}],
  box: [[160, 48], { radius: 8 }, { color: "accent" }],
  badge: [[120, 32], { content: "New" }, { color: "accent" }],
  price: [[160, 44], { value: "product.price", was: "product.was" }, { ink: "ink" }],
  countdown: [[320, 88], { daily: "00:00" }, { color: "mist", ink: "ink" }],
  icon: [[40, 40], { name: "store" }, { color: "ink" }],
  progress: [[240, 16], { value: "0.6" }, { color: "accent" }],
  ring: [[96, 96], { value: "0.6", label: "60%" }, { color: "accent" }],
  stars: [[140, 24], { value: "4.5" }, {}],
  map: [[200, 140], { around: "store" }, { accent: "accent" }],
  sign: [[240, 28], { around: "store" }, {}],
  calendar: [[88, 96], { date: "clock.date" }, { color: "accent" }],
  code: [[96, 96], { kind: "qr", value: "https://example.com" }, {}],
  chart: [[200, 80], { values: "'3,5,4,8,6,9'", style: "area", marks: ["last"] }, { color: "accent" }],
};

export function starter(kind, size, others, vocabulary) {
  if (kind === "fill") return { color: brandOr(vocabulary, "paper", "#ffffff") };
  if (kind === "line") {
    const [x, y, width] = freeRoom(size, others, [Math.min(240, size[0]), 1]);
    return { points: [x, y, x + width, y], color: brandOr(vocabulary, "line", "#c9c9c4") };
  }
  if (kind === "stack") return { box: freeRoom(size, others, [320, 96]), direction: "across", gap: 12, children: [cell("First"), cell("Second")] };
  if (kind === "grid") return { box: freeRoom(size, others, [320, 160]), columns: 2, gap: 12, children: ["One", "Two", "Three", "Four"].map((word) => cell(word)) };
  if (kind === "each") {
    const box = freeRoom(size, others, [280, 32]);
    return { of: "stores", as: "shop", limit: 3, box, gap: 8, draw: [{ text: { content: "{{ shop.name }}", box: [0, 0, box[2], 32], size: [16, 12] } }] };
  }
  const [wanted, fields, colors] = BEGINNINGS[kind] ?? [[120, 80], {}, {}];
  const inks = Object.fromEntries(Object.entries(colors).filter(([, token]) => `brand.${token}` in vocabulary.colors).map(([field, token]) => [field, `brand.${token}`]));
  const asset = kind === "picture" ? { asset: vocabulary.assets[0] ?? "picture.jpg" } : {};
  const { content, ...rest } = fields;
  return { ...(content ? { content } : {}), ...asset, box: freeRoom(size, others, wanted), ...rest, ...inks };
}

const cell = (word) => ({ draw: [{ text: { content: word, box: [0, 0, 140, 40], size: [16, 12] } }] });

function brandOr(vocabulary, token, otherwise) {
  return `brand.${token}` in vocabulary.colors ? `brand.${token}` : otherwise;
}
