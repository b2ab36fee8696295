/* The strip that says for whom the canvas is drawn: person, place, time, weather, reader. */
import { el } from "../core.js";

const PLACES = [["", "Their own place"], ["40.7128,-74.0060", "New York"], ["51.5074,-0.1278", "London"], ["48.8566,2.3522", "Paris"], ["52.5200,13.4050", "Berlin"], ["38.7223,-9.1393", "Lisbon"], ["59.3293,18.0686", "Stockholm"], ["25.2048,55.2708", "Dubai"], ["35.6762,139.6503", "Tokyo"], ["-33.8688,151.2093", "Sydney"], ["other", "Another place…"]];
const TIMES = [["", "Now"], ["8", "This morning, 8:00"], ["13", "Midday, 13:00"], ["18", "This evening, 18:00"], ["23", "At night, 23:00"], ["other", "Another time…"]];
const READERS = [["", "Own mail client"], ["mail_proxy", "Mail proxy, such as Gmail's"], ["prefetch", "Fetches ahead, such as Apple's"]];

export class Seen {
  constructor(parent, state) {
    this.state = state;
    const options = (list) => list.map(([value, says]) => el("option", { value }, says));
    this.person = el("input", { id: "seen-as", placeholder: "somebody unknown", autocomplete: "off", list: "seen-people", spellcheck: "false" });
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
      ...[state.given.may_see_people ? field("seen-as", "Person", this.person, el("datalist", { id: "seen-people" }, (state.given.people ?? []).map((each) => el("option", { value: each.ident }, each.says)))) : null,
        field("seen-from", "Place", this.place, this.where), field("seen-at", "Time", this.time, this.at),
        this.weather ? field("seen-weather", "Weather", this.weather) : null, field("seen-reader", "Reader", this.reader)].filter(Boolean));
    this.said = el("span", { class: "seen-said muted", role: "status" });
    parent.append(this.said);
    parent.addEventListener("input", () => this.read());
    state.on("drawn", () => this.say());
  }

  read() {
    const { state } = this;
    this.where.hidden = this.place.value !== "other";
    this.at.hidden = this.time.value !== "other";
    const seen = {};
    if (this.person.value.trim()) seen.as = this.person.value.trim();
    const from = this.place.value === "other" ? this.where.value.trim() : this.place.value;
    if (from) seen.from = from;
    const at = this._time();
    if (at) seen.at = at;
    if (this.reader.value) seen.reader = this.reader.value;
    if (this.weather?.value) seen.facts = { [this.weatherFact]: this.weather.value };
    state.seen = seen;
    clearTimeout(this.timer);
    // Half a name is nobody: wait until it is typed.
    this.timer = setTimeout(() => state.tell("seen"), document.activeElement === this.person || document.activeElement === this.where ? 350 : 0);
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
    this.said.textContent = at ? `until ${at}` : "";
    this.said.title = at ? "Then what they see changes." : "";
  }
}
