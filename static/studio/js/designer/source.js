/* The source of a block: an editor of its YAML with marks at its problems and completion.

   It stands in a shadow root: there the editor's library hands its style sheets over as objects, which the
   content security policy lets pass; in the page itself it would write a <style> element, which is refused. */

import {
  Decoration, EditorState, EditorView, HighlightStyle, MatchDecorator, ViewPlugin, acceptCompletion, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection, foldGutter, foldKeymap, highlightActiveLine, highlightActiveLineGutter,
  highlightSelectionMatches, history, historyKeymap, indentLess, indentMore, indentOnInput, indentUnit, keymap, lineNumbers, lintGutter, lintKeymap,
  search, searchKeymap, setDiagnostics, syntaxHighlighting, tags, yaml,
} from "../../vendor/codemirror.js";
import { askJson, el } from "../core.js";
import { sourceCompletions } from "./source-complete.js";
import { LOOK } from "./source-look.js";

let law = null;

/** Build the editor in `parent`; `onChange(text)` is told of what is typed, not of setText. Returns
    {setText(text), setProblems(problems), reveal(line), focus(), text(), destroy()}. */
export function createSource(parent, { text, onChange, vocabulary }) {
  const host = el("div", { class: "editor" });
  const root = host.attachShadow({ mode: "open" });
  const hint = el("p", { class: "hint small" },
    el("kbd", {}, "Tab"), " indents; ", el("kbd", {}, "Esc"), " then ", el("kbd", {}, "Tab"), " leaves the editor. ",
    el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "Space"), " completes, ", el("kbd", {}, "F8"), " goes to the next problem.");
  parent.replaceChildren(el("div", { class: "source" }, host, hint));
  // What describes an element must stand in the same root as it.
  const described = el("p", { id: "hint", hidden: true }, hint.textContent);
  let isOurs = false;
  const view = new EditorView({
    parent: root, root,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...usual(),
        autocompletion({ override: [(context) => complete(context, vocabulary)], icons: false, maxRenderedOptions: 80 }),
        EditorView.contentAttributes.of({ "aria-label": "Source of the block, YAML", "aria-describedby": "hint", spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => update.docChanged && !isOurs && onChange(update.state.doc.toString())),
      ],
    }),
  });
  root.append(described);
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
    setProblems: (problems) => view.dispatch(setDiagnostics(view.state, marksOf(problems, view.state.doc))),
    reveal(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    },
    setText(next) {
      const change = changeBetween(view.state.doc.toString(), next);
      if (!change) return;
      isOurs = true;
      view.dispatch({ changes: change });
      isOurs = false;
    },
  };
}

function usual() {
  return [
    lineNumbers(), foldGutter(), highlightActiveLineGutter(), history(), drawSelection(), indentOnInput(), indentUnit.of("  "),
    bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), lintGutter(),
    yaml(), syntaxHighlighting(HighlightStyle.define(COLORS)), expressions(), EditorView.theme(LOOK), EditorView.lineWrapping,
    // Escape, then Tab leaves, also when that Escape closed something.
    EditorView.domEventObservers({ keydown: (event, view) => event.key === "Escape" && view.setTabFocusMode(2000) }),
    keymap.of([
      { key: "Tab", run: (view) => acceptCompletion(view) || indentMore(view), shift: indentLess },
      ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap,
    ]),
  ];
}

const COLORS = [
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--chart-2)", fontWeight: "560" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--muted)" },
  { tag: [tags.labelName, tags.typeName, tags.keyword], color: "var(--chart-3)" },
];

/* Expressions stand out from the words around them. */
function expressions() {
  const matcher = new MatchDecorator({ regexp: /\{\{.*?\}\}|(?<=^\s*(?:-\s+)?when:\s+)\S.*$|(?<=\bwhen:\s+)(?:"[^"]*"|'[^']*'|[^\s,}"'][^,}\n]*)/gm, decoration: Decoration.mark({ class: "expression" }) });
  return ViewPlugin.fromClass(class {
    constructor(view) {
      this.decorations = matcher.createDeco(view);
    }
    update(update) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  }, { decorations: (plugin) => plugin.decorations });
}

/* What is written before one is offered anything unasked: a key, a dash, a bracket, a point, a pipe, a quote. */
const INVITES = /(?:[:,|-]\s|\{\{\s|\{|\.|\||['"])$/;

async function complete(context, vocabulary) {
  law ??= askJson("/studio/block.schema.json").catch(() => (law = null));
  const known = await law;
  if (!known || context.aborted) return null;
  const found = sourceCompletions(context.state.doc.toString(), context.pos, known, vocabulary, context.explicit);
  if (!found || (!context.explicit && found.from === context.pos && !INVITES.test(context.state.sliceDoc(Math.max(0, context.pos - 3), context.pos)))) return null;
  return {
    from: found.from,
    options: found.options.map((option) => ({
      label: option.label, detail: option.detail, info: option.info, type: option.type, boost: option.boost,
      apply: (view, _, from, to) => view.dispatch({ changes: { from, to, insert: option.insert }, selection: { anchor: from + option.insert.length - option.back }, userEvent: "input.complete" }),
    })),
    validFor: /^[\w.-]*$/,
  };
}

/* A mark from where a problem is to the end of its word, with the remedy under the message. */
function marksOf(problems, document) {
  return problems.map((problem) => {
    const line = document.line(Math.max(1, Math.min(problem.line || 1, document.lines)));
    const start = Math.min(line.to, problem.column > 1 ? line.from + problem.column - 1 : line.from + /^\s*/.exec(line.text)[0].length);
    const word = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,:}\]]+)/.exec(line.text.slice(start - line.from));
    const end = word && problem.column > 1 ? start + word[0].length : line.to;
    return {
      from: start, to: Math.max(end, start), severity: problem.severity === "error" ? "error" : "warning", message: problem.message,
      renderMessage: () => el("div", {}, el("strong", {}, problem.message), problem.remedy ? el("span", { class: "remedy" }, problem.remedy) : null),
    };
  });
}

/* The least change that makes one text of another, so that the caret and the marks stay. */
function changeBetween(before, after) {
  if (before === after) return null;
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let [to, end] = [before.length, after.length];
  while (to > from && end > from && before[to - 1] === after[end - 1]) {
    to -= 1;
    end -= 1;
  }
  return { from, to, insert: after.slice(from, end) };
}
