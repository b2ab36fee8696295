/* The time of a preview: a day and a slider on the wall of whoever reads, kept as an instant in the form. */

const MINUTE = 60000;
const DAY = 1440 * MINUTE;

/** A zone's wall at an instant: {date: "2026-11-27", time: "17:55"}. */
export function wall(instant, zone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(instant).map((part) => [part.type, part.value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The instant at which a day begins in a zone; where clocks jump over midnight, when they have. */
export function dawn(date, zone) {
  const guess = Date.parse(`${date}T00:00Z`);
  let [low, high] = [guess - DAY, guess + DAY];
  while (high - low > MINUTE) {
    const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
    if (wall(middle, zone).date < date) low = middle;
    else high = middle;
  }
  return high;
}

const stamp = (instant) => new Date(instant).toISOString().replace(".000Z", "Z");

export function beginTime(form, changed) {
  const [day, slider, clock, note] = ["day", "slider", "clock", "zone"].map((id) => document.getElementById(id));
  const typed = document.getElementById("at");
  // The field of the plain form gives its name to one that holds an instant.
  const held = Object.assign(document.createElement("input"), { type: "hidden", name: "at", value: typed.value ? stamp(Date.parse(`${typed.value}Z`)) : "" });
  form.append(held);
  typed.removeAttribute("name");
  document.getElementById("utc").hidden = true;
  document.getElementById("when").hidden = false;
  let zone = Intl.DateTimeFormat().resolvedOptions().timeZone; // until the server says theirs
  let begins = 0; // of the day that the slider is over

  /** Show an instant; the day's end comes from the next day's beginning, as days have 23 to 25 hours. */
  function put(instant) {
    const shown = wall(instant, zone);
    begins = dawn(shown.date, zone);
    const next = dawn(wall(begins + 1.5 * DAY, zone).date, zone);
    slider.max = (next - begins) / MINUTE - 1;
    slider.value = Math.floor((instant - begins) / MINUTE);
    day.value = shown.date;
    say(instant);
  }

  function say(instant) {
    const { time } = wall(instant, zone);
    clock.textContent = time;
    slider.setAttribute("aria-valuetext", time);
  }

  function choose(instant) {
    held.value = stamp(instant);
    put(instant);
    changed();
  }

  slider.addEventListener("input", () => {
    const instant = begins + Number(slider.value) * MINUTE;
    held.value = stamp(instant);
    say(instant);
    changed();
  });
  day.addEventListener("change", () => {
    if (!day.value) return;
    const kept = Number(slider.value) * MINUTE;
    choose(dawn(day.value, zone) + kept);
  });
  document.getElementById("now").addEventListener("click", () => {
    held.value = "";
    changed();
  });
  for (const button of form.querySelectorAll("[data-turn]")) {
    button.addEventListener("click", () => choose(begins + Number(slider.value) * MINUTE + Number(button.dataset.turn) * MINUTE));
  }

  put(held.value ? Date.parse(held.value) : Date.now());

  return {
    /** The server shows this instant, in this zone. */
    seen(at, where) {
      try {
        new Intl.DateTimeFormat("en", { timeZone: where });
        zone = where;
      } catch {
        zone = "UTC"; // a zone that this browser does not know
      }
      note.textContent = `${held.value ? "Time" : "Now,"} in ${zone}`;
      if (document.activeElement !== slider || !held.value) put(Date.parse(at));
    },
    set(at) {
      held.value = at;
      put(Date.parse(at));
    },
  };
}
