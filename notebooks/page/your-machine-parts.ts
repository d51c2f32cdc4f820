/** What "your machine" shows of a result: texts with what they were recognised as, problems, assumptions with inputs. */
import type { ImportResult, Question } from "../../engine/import/contract.ts";
import type { YourMachineStrings } from "../i18n/your-machine.ts";
import { type Child, element } from "./your-machine-dom.ts";
import type { MachineState } from "./your-machine-state.ts";

export interface Part {
  document: Document;
  strings: YourMachineStrings;
  /** Before every id, so that two of them can stand on one page. */
  prefix: string;
}

export function textList(part: Part, state: MachineState, onRemove: (name: string) => void): Child[] {
  const { document, strings } = part;
  if (state.texts.length === 0) return [];
  const items = state.texts.map(({ name, text }, i) => {
    const remove = element(
      document,
      "button",
      {
        type: "button",
        id: `${part.prefix}-remove-${i}`,
        "aria-label": strings.remove(name),
        onclick: () => onRemove(name),
      },
      "×",
    );
    const head = element(document, "span", { class: "your-machine-name" }, element(document, "code", {}, name));
    return element(
      document,
      "li",
      {},
      head,
      ` ${strings.characters(text.length)} `,
      remove,
      recognisedList(part, state, name),
    );
  });
  return [
    element(document, "h4", {}, strings.given),
    element(document, "ul", { class: "your-machine-texts" }, ...items),
  ];
}

function recognisedList({ document, strings }: Part, { result }: MachineState, name: string): Child {
  if (result === null) return null;
  const found = result.recognised.filter((it) => it.name === name && it.kind !== "nothing");
  const quiet = result.ignored.filter((it) => it.name === name && (it.line === 0 || found.length === 0));
  const lines = [
    ...found.map((it) => strings.recognised(strings.kinds[it.kind], it.firstLine, it.lastLine, it.count)),
    ...quiet.map((it) => `${it.what}: ${it.why}.`),
  ];
  if (lines.length === 0) lines.push(strings.unrecognised);
  return element(document, "ul", {}, ...lines.map((it) => element(document, "li", {}, it)));
}

export function problemList({ document, strings }: Part, { problems }: ImportResult): Child[] {
  if (problems.length === 0) return [];
  const items = problems.map((it) =>
    element(document, "li", {}, strings.problem(it.name, it.line, it.read, it.expected)),
  );
  return [
    element(document, "h4", {}, strings.problems),
    element(document, "ul", { class: "your-machine-problems", lang: "en" }, ...items),
  ];
}

/** What can be answered stands first, each with its input. */
export function assumptionList(
  part: Part,
  { assumptions }: ImportResult,
  onAnswer: (id: string, text: string) => void,
): Child[] {
  const { document, strings } = part;
  if (assumptions.length === 0) return [];
  const sorted = [...assumptions].sort((a, b) => Number(b.ask !== undefined) - Number(a.ask !== undefined));
  const items = sorted.map((it) => {
    const said = element(document, "span", { lang: "en" }, strings.assumption(it.what, it.why));
    return element(document, "li", {}, said, it.ask === undefined ? null : questionInput(part, it.ask, onAnswer));
  });
  return [
    element(document, "h4", {}, strings.assumptions),
    element(document, "p", {}, strings.assumptionsHelp),
    element(document, "ul", { class: "your-machine-assumptions" }, ...items),
  ];
}

function questionInput(part: Part, question: Question, onAnswer: (id: string, text: string) => void): HTMLElement {
  const { document, prefix } = part;
  const id = `${prefix}-ask-${question.id.replace(/[^A-Za-z0-9]+/g, "-")}`;
  const answer = (event: Event) => onAnswer(question.id, (event.target as HTMLInputElement | HTMLSelectElement).value);
  const control =
    question.choices === undefined
      ? element(document, "input", {
          id,
          type: "text",
          value: question.assumed,
          dir: "ltr",
          spellcheck: "false",
          onchange: answer,
        })
      : element(document, "select", { id, onchange: answer }, ...optionsOf(part, question.choices, question.assumed));
  const label = element(document, "label", { for: id, lang: "en" }, question.text);
  return element(document, "div", { class: "your-machine-question" }, label, " ", control);
}

export function optionsOf({ document }: Part, choices: readonly string[], selected: string): HTMLElement[] {
  return choices.map((it) => element(document, "option", { value: it, selected: it === selected }, it));
}

export function ignoredList({ document, strings }: Part, { ignored }: ImportResult): Child[] {
  if (ignored.length === 0) return [];
  const items = ignored.map((it) => element(document, "li", {}, strings.left(it.name, it.what, it.why)));
  const summary = element(document, "summary", {}, strings.ignored(ignored.length));
  return [element(document, "details", {}, summary, element(document, "ul", { lang: "en" }, ...items))];
}

/** How many devices, mounts, files and processes there are. */
export function contentsOf(result: ImportResult): [number, number, number, number] {
  const { scene, steps } = result.value;
  const count = (op: string) => steps.reduce((sum, it) => sum + (it.op === op ? 1 : 0), 0);
  return [Object.keys(scene.pmem).length, count("mount"), count("create"), count("spawn")];
}
