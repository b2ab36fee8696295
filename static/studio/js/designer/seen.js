/* The strip that says for whom the canvas is drawn: person, place, time, weather, reader. */
import { askJson, complain, el } from "../core.js";

const PLACES = [["", "Their own place"], ["40.7128,-74.0060", "New York"], ["51.5074,-0.1278", "London"], ["48.8566,2.3522", "Paris"], ["52.5200,13.4050", "Berlin"], ["38.7223,-9.1393", "Lisbon"], ["59.3293,18.0686", "Stockholm"], ["25.2048,55.2708", "Dubai"], ["35.6762,139.6503", "Tokyo"], ["-33.8688,151.2093", "Sydney"], ["other", "Another place…"]];
const TIMES = [["", "Now"], ["8", "This morning, 8:00"], ["13", "Midday, 13:00"], ["18", "This evening, 18:00"], ["23", "At night, 23:00"], ["other", "Another time…"]];
const READERS = [["", "Own mail client"], ["mail_proxy", "Mail proxy, such as Gmail's"], ["prefetch", "Fetches ahead, such as Apple's"]];

export class Seen {
  constructor(parent, state) {
    Object.assign(this, { state, known: new Set() });
    const options = (list) => list.map(([value, says]) => el("option", { value }, says));
    const made = state.given.personas.map((persona) => el("option", { value: persona.ident, title: persona.says }, persona.title));
    this.person = el("select", { id: "seen-as" }, made, state.given.may_see_people ? el("option", { value: "other" }, "A subscriber…") : null);
    this.whom = el("input", { "aria-label": "Subscriber: name, email or id", placeholder: "name, email or id", autocomplete: "off", list: "seen-people", spellcheck: "false", hidden: true });
    this.found = el("datalist", { id: "seen-people" });
    this.place = el("select", { id: "seen-from" }, options(PLACES));
    this.where = el("input", { "aria-label": "Latitude and longitude", placeholder: "40.74, -73.99", hidden: true });
    this.time = el("select", { id: "seen-at" }, options(TIMES));
    this.at = el("input", { type: "datetime-local", "aria-label": "Date and time", hidden: true });
    const weather = state.vocabulary.facts.find((fact) => ["weather.group", "weather.condition"].includes(fact.name) && fact.choices);
    this.weatherFact = weather?.name;
    this.weather = weather ? el("select", { id: "seen-weather" }, options([["", "Weather there"], ...weather.choices.map((choice) => [choice.value ?? choice, String(choice.says ?? choice.value ?? choice).replaceAll("-", " ").replaceAll("_", " ")])])) : null;
    this.reader = el("select", { id: "seen-reader" }, options(READERS));
    const field = (id, says, ...inputs) => el("span", { class: "seen-field" }, el("label", { for: id }, says), ...inputs);
    parent.append(el("span", { class: "seen-head" }, "Seen as"),
      ...[field("seen-as", "Person", this.person, this.whom, this.found),
        field("seen-from", "Place", this.place, this.where), field("seen-at", "Time", this.time, this.at),
        this.weather ? field("seen-weather", "Weather", this.weather) : null, field("seen-reader", "Reader", this.reader)].filter(Boolean));
    this.said = el("span", { class: "seen-said muted", role: "status" });
    parent.append(this.said);
    parent.addEventListener("input", () => this.read());
    this.person.addEventListener("change", () => this.person.value === "other" && this.whom.focus());
    state.on("drawn", () => this.say());
  }

  read() {
    const { state } = this;
    this.where.hidden = this.place.value !== "other";
    this.at.hidden = this.time.value !== "other";
    const seen = {};
    this.whom.hidden = this.person.value !== "other";
    const whom = this.person.value === "other" ? this.whom.value.trim() : this.person.value;
    if (whom) seen.as = whom;
    const from = this.place.value === "other" ? this.where.value.trim() : this.place.value;
    if (from) seen.from = from;
    const at = this._time();
    if (at) seen.at = at;
    if (this.reader.value) seen.reader = this.reader.value;
    if (this.weather?.value) seen.facts = { [this.weatherFact]: this.weather.value };
    state.seen = seen;
    clearTimeout(this.timer);
    // Half a name is nobody: wait until it is typed.
    const isTyped = [this.whom, this.where].includes(document.activeElement);
    this.timer = setTimeout(() => this._tell(), isTyped ? 350 : 0);
  }

  /** Draw for whoever was chosen; of somebody searched for, offer who it may be until it is an id. */
  async _tell() {
    const { state } = this;
    const wanted = this.person.value === "other" ? this.whom.value.trim() : "";
    if (!wanted || this.known.has(wanted)) return state.tell("seen");
    try {
      const found = await askJson(`/studio/blocks/${encodeURIComponent(state.name)}/people?q=${encodeURIComponent(wanted)}`);
      for (const each of found) this.known.add(each.id);
      this.found.replaceChildren(...found.map((each) => el("option", { value: each.id }, [each.name, each.city].filter(Boolean).join(", "))));
      if (found.length === 1) state.seen.as = found[0].id;
      if (found.length === 1 || this.known.has(wanted)) return state.tell("seen");
      this.said.textContent = found.length ? "Choose one of the list." : `Nobody is called “${wanted}”.`;
      this.said.classList.add("asks");
    } catch (error) {
      complain(error);
    }
    return undefined;
  }

  /** The chosen instant; hours are those of this computer's clock. */
  _time() {
    if (this.time.value === "other") return this.at.value ? new Date(this.at.value).toISOString() : "";
    if (!this.time.value) return "";
    const day = new Date();
    day.setHours(Number(this.time.value), 0, 0, 0);
    return day.toISOString();
  }

  say() {
    const { drawn } = this.state;
    if (!drawn?.decision) return;
    const until = drawn.decision.valid_until;
    const at = until ? new Date(until).toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" }) : "";
    this.said.classList.remove("asks");
    this.said.textContent = at ? `until ${at}` : "";
    this.said.title = at ? "Then what they see changes." : "";
  }
}
