/* The hours editor: a grid over the text that is saved. The text is the truth; the server reads it and says
   what it means, so that nothing here can understand hours in another way than an open does. */

import { askJson, debounce, el } from "./core.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SHORT = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

export function hoursEditor({ grid, text, zone, week, isLocked }) {
  let days = Object.fromEntries(DAYS.map((day) => [day, []]));
  let dates = []; // [{date, spans}]
  let isKnown = false;
  const says = document.getElementById("hours-says");
  const hint = says.classList.contains("wrong") ? "" : says.textContent;

  const line = () => [
    ...DAYS.map((day, number) => `${SHORT[number]} ${days[day].join(",") || "off"}`),
    ...dates.filter((each) => each.date).map((each) => `${each.date} ${each.spans.join(",") || "off"}`),
  ].join("; ");

  /** Ask what the text means; from the grid, its own line replaces the text. */
  async function understand() {
    const asked = text.value;
    if (!asked.trim()) return unknown();
    try {
      const meant = await askJson("/studio/store/hours", { data: { hours: asked, tz: zone.value, week: week.value } });
      if (asked !== text.value) return;
      if (meant.problem) return tell(meant.problem);
      isKnown = true;
      days = Object.fromEntries(DAYS.map((day) => [day, meant.days[day] ?? []]));
      const unfinished = dates.filter((each) => !each.date);
      dates = [...Object.entries(meant.days.exceptions ?? {}).map(([date, spans]) => ({ date, spans })), ...unfinished];
      tell("");
      showWeek(meant);
      if (!grid.contains(document.activeElement)) draw();
    } catch (error) {
      if (error.name !== "AbortError") tell(error.message);
    }
  }

  function tell(problem) {
    says.textContent = problem || hint;
    says.classList.toggle("wrong", Boolean(problem));
    if (problem) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
  }

  function unknown() {
    isKnown = false;
    days = Object.fromEntries(DAYS.map((day) => [day, []]));
    dates = [];
    tell("");
    document.getElementById("days").replaceChildren();
    const none = document.getElementById("no-week");
    none.textContent = "Hours are not known: blocks say neither open nor closed.";
    none.hidden = false;
    draw();
  }

  function showWeek(meant) {
    document.getElementById("no-week").hidden = true;
    week.value = meant.monday;
    const monday = new Date(`${meant.monday}T12:00:00Z`);
    document.getElementById("week-name").textContent =
      `The week of ${monday.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })}`;
    document.getElementById("days").replaceChildren(...meant.week.map((day) =>
      el("li", {},
        el("span", { class: `name${day.exception ? " special" : ""}` }, day.name),
        el("svg:svg", { viewBox: "0 0 1000 24", preserveAspectRatio: "none", "aria-hidden": "true" },
          el("svg:rect", { class: "all", width: 1000, height: 24 }),
          day.bars.map(([x, width]) => el("svg:rect", { class: "open", x, width, height: 24 }))),
        el("span", { class: "spans" }, day.spans.join(", ") || "Closed",
          day.exception && el("span", { class: "muted" }, " exception"), day.note && el("small", {}, day.note)))));
    const sign = document.getElementById("sign");
    if (sign) {
      sign.textContent = meant.says;
      sign.className = `chip ${meant.open ? "good" : ""}`;
    }
  }

  const asksSoon = debounce(understand, 250);

  function changed({ redraws = true } = {}) {
    text.value = line();
    isKnown = true;
    if (redraws) draw();
    asksSoon();
  }

  /** One day's spans: two times each; closed when there is none. */
  function spansOf(name, spans) {
    if (!spans.length) return el("span", { class: "closed-day" }, "Closed");
    return spans.map((span, number) => {
      const [from, to] = span.split("-");
      const time = (value, says, place) => el("input", {
        type: "text", inputmode: "numeric", value, "aria-label": `${name} ${says}`, pattern: "[0-9]{1,2}:[0-9]{2}", disabled: isLocked,
        onchange: (event) => {
          const both = spans[number].split("-");
          both[place] = tidy(event.target.value);
          event.target.value = both[place];
          spans[number] = both.join("-");
          changed({ redraws: false });
        },
      });
      return el("span", { class: "span" }, time(from, "opens", 0), "–", time(to, "closes", 1),
        !isLocked && el("button", { type: "button", class: "plain", "aria-label": `Take ${span} of ${name} out`, onclick: () => { spans.splice(number, 1); changed(); } }, "×"));
    });
  }

  const add = (name, spans) => !isLocked && el("button", {
    type: "button", class: "plain", "aria-label": `Add hours to ${name}`,
    onclick: () => { spans.push(spans.length ? later(spans.at(-1)) : "09:00-18:00"); changed(); },
  }, "Add hours");

  function draw() {
    grid.hidden = false;
    const rows = DAYS.map((day, number) => el("div", { class: "day" },
      el("span", { class: "name" }, NAMES[number]),
      el("span", { class: "spans" }, isKnown ? spansOf(NAMES[number], days[day]) : el("span", { class: "closed-day" }, "Not known")),
      add(NAMES[number], days[day])));
    const others = dates.map((each, number) => el("div", { class: "day" },
      el("input", { type: "date", value: each.date, "aria-label": "Date", disabled: isLocked, onchange: (event) => { each.date = event.target.value; changed({ redraws: false }); } }),
      el("span", { class: "spans" }, spansOf(each.date || "that date", each.spans)),
      !isLocked && el("span", {}, add(each.date || "that date", each.spans),
        el("button", { type: "button", class: "plain", "aria-label": `Forget ${each.date}`, onclick: () => { dates.splice(number, 1); changed(); } }, "Forget"))));
    grid.replaceChildren(...rows,
      isLocked ? "" : el("div", { class: "tools" },
        el("button", { type: "button", class: "little", onclick: () => { for (const day of DAYS.slice(1, 5)) days[day] = [...days.mon]; changed(); } }, "Monday for all weekdays"),
        el("button", { type: "button", class: "little", onclick: () => { for (const day of DAYS) days[day] = ["00:00-24:00"]; changed(); } }, "Always open")),
      el("h3", {}, "On single dates"),
      others.length ? el("div", { class: "dates" }, others) : el("p", { class: "muted small" }, "Every week is alike."),
      isLocked ? "" : el("div", { class: "tools" },
        el("button", { type: "button", class: "little", onclick: () => { dates.push({ date: "", spans: [] }); isKnown = true; draw(); grid.querySelector(".dates .day:last-child input")?.focus(); } }, "Add a date"),
        holidays()));
  }

  /** A closed day by the name of a holiday: its next date. */
  function holidays() {
    const list = el("select", { "aria-label": "Closed on a holiday", onchange: (event) => {
      const date = event.target.value;
      if (date && !dates.some((each) => each.date === date)) dates.push({ date, spans: [] });
      dates.sort((one, other) => (one.date < other.date ? -1 : 1));
      changed();
    } }, el("option", { value: "" }, "Closed on a holiday…"));
    for (const [name, date] of upcoming(new Date())) list.append(el("option", { value: date }, `${name}, ${date}`));
    return list;
  }

  text.addEventListener("input", debounce(understand, 400));
  week.addEventListener("change", understand);
  zone.addEventListener("change", understand);
  if (text.value.trim()) understand();
  else draw();
}

/** 9 becomes 09:00, 930 becomes 09:30; everything else is left to the server to judge. */
function tidy(value) {
  const found = /^\s*(\d{1,2})(?:[:.]?(\d{2}))?\s*$/.exec(value);
  return found ? `${found[1].padStart(2, "0")}:${found[2] ?? "00"}` : value.trim();
}

/** A second span, after a pause. */
function later(span) {
  const end = Number(span.split("-")[1].split(":")[0]);
  const two = (hour) => `${String(hour).padStart(2, "0")}:00`;
  return end <= 21 ? `${two(end + 1)}-${two(Math.min(24, end + 3))}` : "20:00-24:00";
}

/** The next date of holidays that many countries keep. */
function upcoming(today) {
  const iso = (date) => date.toISOString().slice(0, 10);
  const at = (year, month, day) => new Date(Date.UTC(year, month - 1, day));
  const moved = (date, days) => new Date(date.getTime() + days * 86400000);
  const nth = (year, month, weekday, number) => {
    const first = at(year, month, 1);
    return moved(first, ((weekday - first.getUTCDay() + 7) % 7) + 7 * (number - 1));
  };
  const all = (year) => [
    ["New Year", at(year, 1, 1)], ["Good Friday", moved(easter(year), -2)], ["Easter Sunday", easter(year)], ["Easter Monday", moved(easter(year), 1)],
    ["Labour Day, 1 May", at(year, 5, 1)], ["Ascension", moved(easter(year), 39)], ["Whit Monday", moved(easter(year), 50)],
    ["Independence Day (US)", at(year, 7, 4)], ["Bastille Day", at(year, 7, 14)], ["Assumption", at(year, 8, 15)], ["Labor Day (US)", nth(year, 9, 1, 1)],
    ["German Unity Day", at(year, 10, 3)], ["All Saints", at(year, 11, 1)], ["Thanksgiving (US)", nth(year, 11, 4, 4)],
    ["Christmas Eve", at(year, 12, 24)], ["Christmas Day", at(year, 12, 25)], ["Boxing Day", at(year, 12, 26)], ["New Year's Eve", at(year, 12, 31)],
  ];
  const now = iso(today);
  const year = today.getUTCFullYear();
  return [...all(year), ...all(year + 1)].map(([name, date]) => [name, iso(date)])
    .filter(([, date]) => date >= now && date < iso(moved(today, 366)));
}

/** Easter Sunday by Gauss, in Butcher's form. */
function easter(year) {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return new Date(Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1));
}
