/** Where the reader answers, per kind. Everything works by keyboard and touch; nothing needs dragging. */
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { ChoiceExercise, CodeExercise, Field, Option, OrderExercise, PredictExercise } from "./contract.ts";
import { bare, inline } from "./inline.ts";
import type { CodeEditor, ViewParts } from "./view-state.ts";

export function answerPart(parts: ViewParts): TemplateResult {
  const { exercise } = parts;
  if (exercise.kind === "code") return codePart(parts, exercise);
  if (exercise.kind === "choice") return choicePart(parts, exercise);
  return exercise.kind === "order" ? orderPart(parts, exercise) : predictPart(parts, exercise);
}

function codePart(parts: ViewParts, exercise: CodeExercise): TemplateResult {
  const { deps, state, prefix } = parts;
  const label = deps.strings.code(exercise.title);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    void parts.check();
  };
  const help = html`<p class="exercise-help" id="${prefix}-help">${deps.strings.codeHelp}</p>`;
  if (deps.editor) {
    return html`<div class="exercise-editor" data-editor dir="ltr" @keydown=${{ handleEvent: keys, capture: true }}></div>${help}`;
  }
  const rows = Math.min(24, Math.max(3, String(state.answer).split("\n").length + 1));
  return html`<textarea class="exercise-code" dir="ltr" spellcheck="false" autocapitalize="off" autocomplete="off"
      aria-label=${label} aria-describedby="${prefix}-help" rows=${rows} .value=${String(state.answer)}
      @keydown=${keys}
      @input=${(event: InputEvent) => parts.answer((event.target as HTMLTextAreaElement).value)}></textarea>${help}`;
}

function choicePart(parts: ViewParts, exercise: ChoiceExercise): TemplateResult {
  const { strings } = parts.deps;
  const picked = parts.state.answer as readonly string[];
  const legend = exercise.multiple ? strings.pickSeveral : strings.pickOne;
  const change = (next: readonly string[]) => parts.answer(next);
  return pickField(`${parts.prefix}-choice`, legend, exercise.options, picked, exercise.multiple, change);
}

function pickField(
  name: string,
  legend: string | TemplateResult,
  options: readonly Option[],
  picked: readonly string[],
  isMultiple: boolean,
  change: (next: readonly string[]) => void,
): TemplateResult {
  const toggle = (id: string, isOn: boolean) => {
    if (!isMultiple) return change([id]);
    change(options.map((it) => it.id).filter((it) => (it === id ? isOn : picked.includes(it))));
  };
  return html`<fieldset class="exercise-pick"><legend>${legend}</legend>
    ${options.map(
      (it) => html`<label><input type=${isMultiple ? "checkbox" : "radio"} name=${name} value=${it.id}
          .checked=${picked.includes(it.id)}
          @change=${(event: Event) => toggle(it.id, (event.target as HTMLInputElement).checked)}>
        <span>${inline(it.text)}</span></label>`,
    )}</fieldset>`;
}

function orderPart(parts: ViewParts, exercise: OrderExercise): TemplateResult {
  const { strings } = parts.deps;
  const ids = parts.state.answer as readonly string[];
  const textOf = (id: string) => exercise.items.find((it) => it.id === id)?.text ?? id;
  const move = (from: number, to: number, event: Event) => {
    if (to < 0 || to >= ids.length) return;
    const next = ids.filter((_, index) => index !== from);
    const id = ids[from] as string;
    next.splice(to, 0, id);
    parts.answer(next);
    parts.change({ said: strings.moved(bare(textOf(id)), to + 1, ids.length) });
    refocus(event, id, to === 0 || to === ids.length - 1);
  };
  const keys = (event: KeyboardEvent, from: number) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    move(from, from + step, event);
  };
  return html`<p class="exercise-help" id="${parts.prefix}-help">${strings.orderHelp}</p>
    <ol class="exercise-order" aria-describedby="${parts.prefix}-help">${repeat(
      ids,
      (id) => id,
      (id, index) => html`<li data-item=${id} @keydown=${(event: KeyboardEvent) => keys(event, index)}>
        <span>${inline(textOf(id))}</span>
        <span class="exercise-moves">
          <button type="button" data-move="up" ?disabled=${index === 0} aria-label=${strings.moveUp(bare(textOf(id)))}
            @click=${(event: Event) => move(index, index - 1, event)}>↑</button>
          <button type="button" data-move="down" ?disabled=${index === ids.length - 1}
            aria-label=${strings.moveDown(bare(textOf(id)))}
            @click=${(event: Event) => move(index, index + 1, event)}>↓</button>
        </span></li>`,
    )}</ol>`;
}

/** Focus stays on the moved line; at an end its button is dead, so the other one takes over. */
function refocus(event: Event, id: string, isAtEnd: boolean): void {
  const button = (event.target as Element).closest<HTMLElement>("button");
  const line = (event.target as Element).closest("ol")?.querySelector(`[data-item="${id}"]`);
  const wanted = line?.querySelector<HTMLButtonElement>(`[data-move="${button?.dataset.move ?? "up"}"]`);
  const other = line?.querySelector<HTMLButtonElement>("button:not([disabled])");
  (isAtEnd && wanted?.disabled ? other : wanted)?.focus();
}

function predictPart(parts: ViewParts, exercise: PredictExercise): TemplateResult {
  const given = parts.state.answer as Readonly<Record<string, readonly string[]>>;
  return html`${exercise.fields.map((field) => {
    const picked = given[field.id] ?? [];
    const change = (next: readonly string[]) => parts.answer({ ...given, [field.id]: next });
    if (field.pick === "route") return routeField(parts, field, picked, change);
    const name = `${parts.prefix}-${field.id}`;
    return pickField(name, inline(field.label), field.options, picked, field.pick === "set", change);
  })}`;
}

function routeField(
  parts: ViewParts,
  field: Field,
  picked: readonly string[],
  change: (next: readonly string[]) => void,
): TemplateResult {
  const { strings } = parts.deps;
  const textOf = (id: string) => field.options.find((it) => it.id === id)?.text ?? id;
  const chosen = html`<ol class="exercise-route" aria-label=${strings.route}>${picked.map(
    (id) => html`<li><span>${inline(textOf(id))}</span>
      <button type="button" aria-label=${strings.removeFromRoute(bare(textOf(id)))}
        @click=${() => change(picked.filter((it) => it !== id))}>×</button></li>`,
  )}</ol>`;
  return html`<fieldset class="exercise-pick"><legend>${inline(field.label)}</legend>
    ${picked.length === 0 ? html`<p class="exercise-help">${strings.routeEmpty}</p>` : chosen}
    <div class="exercise-stations">${field.options.map((it) =>
      picked.includes(it.id)
        ? nothing
        : html`<button type="button" aria-label=${strings.addToRoute(bare(it.text))}
            @click=${() => change([...picked, it.id])}>${inline(it.text)}</button>`,
    )}</div></fieldset>`;
}

/** Lets the page's code editor move into its place. */
export function attachEditor(parts: ViewParts, host: Element | null): CodeEditor | null {
  const { deps, exercise, state } = parts;
  if (!(host instanceof HTMLElement) || deps.editor === undefined) return null;
  const label = deps.strings.code(exercise.title);
  return deps.editor(host, String(state.answer), label, (text) => parts.answer(text));
}
