/* Facts in a text: a button beside its field opens the menu of facts, asks how to write the one that was
   chosen and what to write when it is not known, and puts `{{ … }}` where the caret is. */

import { el } from "../core.js";
import { exampleOf, kindOf, labelOf } from "./facts.js";
import { tokenOf } from "./language.js";
import { openPicker, popUp } from "./picker.js";

/* Always known, so nothing is asked. */
const CERTAIN = /^(clock|brand|picture|say)\./;
/* What a text can hold, and how it may be written: [filter, words]; the first is offered first. */
const WRITTEN = {
  text: [["", "as it is"], ["title", "Each Word Capitalized"], ["upper", "capital letters"], ["truncate(20)", "at most 20 letters"]],
  choice: [["", "as it is"], ["title", "Each Word Capitalized"], ["upper", "capital letters"]],
  number: [["", "as a number"], ["number(0)", "without decimals"], ["number(1)", "with one decimal"]],
  money: [["money", "as an amount"]],
  time: [["time", "as a time"]],
  date: [["date", "as a date"], ["date('short')", "as a short date"], ["date('full')", "with the weekday"]],
  moment: [["moment", "date and time"], ["date", "date alone"], ["time", "time alone"]],
};
const IN_WORDS = {
  distance: "as a distance", temperature: "as a temperature", speed: "as a speed", money: "as an amount", time: "as a time",
  moment: "date and time", date: "as a date", countdown: "as hours and minutes",
};

/** Put a button beside `input` (an input or textarea) that inserts facts at its caret. Both stand in the
    returned element, where the input stood. `onInsert(token)` is told after the input's own events. */
export function attachTokens(input, { vocabulary, onInsert }) {
  const button = el("button", {
    type: "button", class: "little token-button", "aria-haspopup": "dialog", "aria-expanded": "false",
    title: "Insert a fact", "aria-label": "Insert a fact",
  }, el("span", { "aria-hidden": "true" }, "{ }"));
  const holder = el("div", { class: "with-tokens" });
  input.replaceWith(holder);
  holder.append(input, button);
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return;
    const caret = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
    openPicker(button, {
      vocabulary,
      title: "Facts to insert",
      wants: (fact) => isWritten(fact),
      choose: (fact) => ask(button, fact, vocabulary, (token) => insert(input, caret, token, onInsert)),
    });
  });
  return holder;
}

const isWritten = (fact) => !["yes-no", "list"].includes(fact.type);

/** Ask how to write a fact; at once done with where there is nothing to ask. */
function ask(button, fact, vocabulary, done) {
  const ways = waysOf(fact);
  const isCertain = CERTAIN.test(fact.name);
  if (isCertain && ways.length === 1) return done(tokenOf(fact.name, ways[0][0], ""));
  const label = labelOf(fact.name, vocabulary);
  const way = el("select", { id: "token-way" }, ways.map(([filter, words]) => el("option", { value: filter }, words)));
  const words = el("input", { id: "token-words", autocomplete: "off", maxlength: "200", placeholder: placeholderOf(fact) });
  const shown = el("code", {});
  const draw = () => shown.replaceChildren(tokenOf(fact.name, way.value, isCertain ? "" : words.value));
  const finish = () => (popup.close(), done(tokenOf(fact.name, way.value, isCertain ? "" : words.value)));
  const form = el("form", { class: "token-form", onsubmit: (event) => (event.preventDefault(), event.stopPropagation(), finish()) },
    el("h3", {}, label),
    el("p", { class: "muted small" }, fact.says ?? "", exampleOf(fact) ? [", for example ", el("strong", {}, exampleOf(fact))] : ""),
    ways.length > 1 ? el("div", { class: "field" }, el("label", { for: "token-way" }, "Written"), way) : null,
    isCertain ? null : el("div", { class: "field" },
      el("label", { for: "token-words" }, "When it is not known, write"), words,
      el("small", {}, "Left empty, the whole text is hidden when it is not known.")),
    el("p", { class: "token-shown" }, shown),
    el("div", { class: "buttons" }, el("button", { class: "main little" }, "Insert"),
      el("button", { type: "button", class: "little", onclick: () => popup.close() }, "Cancel")));
  const popup = popUp(button, "token-asks", form);
  popup.box.setAttribute("role", "dialog");
  popup.box.setAttribute("aria-label", `Insert ${label}`);
  form.addEventListener("input", draw);
  draw();
  (isCertain ? way : words).focus();
}

/* How the vocabulary writes it stands first. */
function waysOf(fact) {
  const usual = WRITTEN[kindOf(fact)] ?? WRITTEN.text;
  const filter = /\|\s*(.+)$/.exec(fact.token ?? "")?.[1] ?? "";
  return filter ? [[filter, IN_WORDS[filter] ?? filter], ...usual.filter(([other]) => other !== filter)] : usual;
}

const EXAMPLE_WORDS = { "person.first_name": "there", "store.name": "our stores", "place.city": "your city" };
const placeholderOf = (fact) => EXAMPLE_WORDS[fact.name] && `for example ${EXAMPLE_WORDS[fact.name]}`;

function insert(input, [from, to], token, onInsert) {
  input.focus();
  input.setRangeText(token, from, to, "end");
  input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: token }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  onInsert?.(token);
}
