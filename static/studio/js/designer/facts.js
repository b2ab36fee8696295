/* The facts of a block in people's words: their names, their groups, what may be asked of them.
   Which facts there are comes from the server's vocabulary; here are only the words of the studio for them. */

const GROUPS = {
  __proto__: null,
  person: "Person", place: "Place", store: "Store", stores: "Store", stock: "Stock", product: "Product",
  weather: "Weather", clock: "Time", source: "Source", message: "Message", params: "Parameter",
  reader: "Reader", device: "Device", picture: "Picture", brand: "Brand", say: "Said before",
};
/* Often asked for: first of their group. Seldom: last. */
const OFTEN = /^(person\.first_name|place\.city|store\.(name|is_open)|stock\.here|product\.name|weather\.condition|clock\.daypart)$/;
const SELDOM = /\.(known|language|id|slug|url|street|region|postcode|country|phone|lat|lon|tz|source|accuracy_km|bearing|sku|group|image|icon|age|is_kept|substitute\w*|alternative\w*)$/;
const ORDER = ["Person", "Place", "Store", "Stock", "Product", "Weather", "Time"];

/* Where the name alone would read badly. */
const LABELS = {
  __proto__: null,
  "person.known": "Subscriber is known", "person.language": "Language",
  "place.known": "Place is known", "place.lat": "Latitude", "place.lon": "Longitude", "place.tz": "Time zone",
  "place.source": "How the place is known", "place.accuracy_km": "Accuracy of the place",
  "store.known": "Store is known", "store.is_open": "Store is open", "store.closes": "Store closes",
  "store.opens": "Store opens", "store.hours_today": "Hours today", "store.stock": "Stock in the store",
  "store.id": "Store’s id", "store.slug": "Store’s name in links", "store.url": "Store’s web page",
  "store.distance": "Distance to the store", "store.bearing": "Direction to the store",
  "store.lat": "Store’s latitude", "store.lon": "Store’s longitude",
  "stock.here": "Left in the store", "stock.total": "Left in all", "stock.online": "Left online",
  "stock.alternative": "Where else it is", "stock.alternative_kind": "Kind of alternative",
  "stock.alternative_distance": "Distance to the alternative",
  "product.known": "Product is known", "product.sku": "SKU", "product.was": "Former price",
  "product.url": "Product’s web page", "product.image": "Product’s picture",
  "weather.known": "Weather is known", "weather.condition": "Weather", "weather.sky": "Sky",
  "weather.feels_like": "Temperature as felt", "weather.high": "Highest today", "weather.low": "Lowest today",
  "weather.rain_chance": "Chance of rain", "weather.is_day": "Sun is up", "weather.age": "Age of the weather",
  "weather.tomorrow_condition": "Weather tomorrow", "weather.tomorrow_high": "Highest tomorrow",
  "weather.tomorrow_low": "Lowest tomorrow", "weather.tomorrow_rain_chance": "Chance of rain tomorrow",
  "clock.hour": "Hour", "clock.weekday": "Weekday", "clock.date": "Date", "clock.daypart": "Part of the day",
  "clock.time": "Time of day",
  "message.sent_at": "Sent at", "picture.moves": "Picture moves", "picture.is_kept": "Picture is kept",
  "reader.kind": "Kind of reader",
};
const OWNED = { __proto__: null, place: "", store: "Store’s", product: "Product’s", message: "Message’s", brand: "Brand’s", source: "" };

/** What a fact is called: "Distance to the store", "First name"; its own label first. */
export function labelOf(name, vocabulary) {
  const fact = factOf(name, vocabulary);
  if (fact?.label) return fact.label;
  if (LABELS[name]) return LABELS[name];
  const [space, ...rest] = name.split(".");
  const words = rest.join(" ").replaceAll("_", " ").trim() || space;
  const owner = OWNED[space];
  return owner ? `${owner} ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fact of a name in a vocabulary, or undefined. */
export function factOf(name, vocabulary) {
  return vocabulary.facts.find((fact) => fact.name === name);
}

/** The group of a fact: "Store", "Source: reviews". */
export function groupOf(name) {
  const [space, second] = name.split(".");
  if (space === "source" && second) return `Source: ${second}`;
  return GROUPS[space] ?? space;
}

/** Facts by group: [{title, facts: [{name, label, …}]}], the groups people ask for most first. */
export function grouped(facts, vocabulary) {
  const groups = new Map();
  for (const fact of facts) {
    const title = groupOf(fact.name);
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push({ ...fact, label: labelOf(fact.name, vocabulary) });
  }
  const rank = (title) => (ORDER.includes(title) ? ORDER.indexOf(title) : ORDER.length + (title.startsWith("Source") ? 0 : 1));
  const place = ({ name }) => SELDOM.test(name) - OFTEN.test(name);
  const sorted = (of) => of.toSorted((one, other) => place(one) - place(other));
  return [...groups].map(([title, of]) => ({ title, facts: sorted(of) })).sort((one, other) => rank(one.title) - rank(other.title));
}

/** Those facts that a search finds, the best first: every word stands in the name, the label or what it says. */
export function found(facts, search, vocabulary) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return facts;
  const scored = [];
  for (const fact of facts) {
    const label = labelOf(fact.name, vocabulary).toLowerCase();
    const all = `${label} ${fact.name} ${groupOf(fact.name)} ${fact.words ?? ""} ${fact.says ?? ""}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) continue;
    scored.push({ fact, score: label.startsWith(words[0]) ? 0 : label.includes(words[0]) ? 1 : fact.name.includes(words[0]) ? 2 : 3 });
  }
  return scored.sort((one, other) => one.score - other.score).map((entry) => entry.fact);
}

/** An example as people write it. */
export function exampleOf(fact) {
  const example = fact?.example;
  if (example === undefined || example === null || example === "") return "";
  if (typeof example === "boolean") return example ? "yes" : "no";
  if (typeof example === "object") return "";
  return String(example);
}

/** What kind of thing a fact is, for inputs: choice, number, yes-no, time, moment, date, money, list or text. */
export function kindOf(fact) {
  if (!fact) return "text";
  return fact.choices?.length ? "choice" : fact.type;
}

/* What may be asked of each kind, in the words of its rows. */
const KNOWN = { "is known": "is known", "is unknown": "is not known" };
const OPERATORS = {
  choice: { is: "is", "is not": "is not", "is one of": "is one of", "is none of": "is none of", ...KNOWN },
  text: { is: "is", "is not": "is not", "is one of": "is one of", "is none of": "is none of", ...KNOWN },
  number: {
    is: "is", "is not": "is not", "at least": "is at least", "at most": "is at most", "more than": "is more than",
    "less than": "is less than", "is between": "is between", ...KNOWN,
  },
  time: { "at least": "is at or after", "less than": "is before", "is between": "is between", is: "is", ...KNOWN },
  date: { is: "is", "at least": "is on or after", "less than": "is before", "is between": "is between", ...KNOWN },
  "yes-no": { holds: "yes", "does not hold": "no", ...KNOWN },
  moment: KNOWN,
  money: KNOWN,
  list: KNOWN,
};
const ALL = {
  contains: "contains", "more than": "is more than", "at least": "is at least", "less than": "is less than",
  "at most": "is at most", "is between": "is between", "is one of": "is one of", "is none of": "is none of",
  is: "is", "is not": "is not", holds: "holds", "does not hold": "does not hold", ...KNOWN,
};

/** [[operator, its words]] for a fact; the one that stands there always among them. */
export function operatorsOf(fact, current) {
  const offered = { ...(OPERATORS[kindOf(fact)] ?? OPERATORS.text) };
  if (current && !(current in offered)) offered[current] = ALL[current] ?? current;
  return Object.entries(offered);
}

/** How many values an operator asks for: 0, 1, 2 or "list". */
export function asksFor(operator) {
  if (["holds", "does not hold", "is known", "is unknown"].includes(operator)) return 0;
  if (operator === "is between") return 2;
  return operator === "is one of" || operator === "is none of" ? "list" : 1;
}

/** A value to begin with; of a text none, so that nobody keeps ours by mistake. */
export function firstValue(fact, operator) {
  const one = { choice: fact?.choices?.[0], number: typeof fact?.example === "number" ? fact.example : 1, time: "17:00", date: "2026-12-24" }[kindOf(fact)];
  const first = one ?? "";
  const wanted = asksFor(operator);
  if (wanted === 0) return undefined;
  if (wanted === "list") return first === "" ? [] : [first];
  if (wanted === 2) return kindOf(fact) === "number" ? [0, first] : kindOf(fact) === "time" ? ["09:00", "17:00"] : [first, first];
  return first;
}

/** The operator that a new row of a fact begins with: one with which it is whole from the start. */
export function firstOperator(fact) {
  return kindOf(fact) === "text" ? "is known" : operatorsOf(fact)[0][0];
}
