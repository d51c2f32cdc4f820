/** What is behind "More" of a cell: its earlier texts, the difference from the original, a link, help, the plain box. */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { choices } from "../history.ts";
import { placeLink } from "../share.ts";
import { type LessonContext, labelOf, machineOf } from "./cell-context.ts";
import type { CellView } from "./cell-view.ts";
import { spoken } from "./spoken.ts";
import { timeText } from "./times.ts";

type Panel = "all" | "history" | "compare" | "help" | "link";

export function openMore(
  cell: CellView,
  after: HTMLElement,
  context: LessonContext,
  first: "all" | "help" | "compare",
  onClose: () => void,
): { close(): void } {
  const host = document.createElement("div");
  host.className = "cell-more";
  spoken(host, context.strings);
  after.after(host);
  const more = new More(cell, host, context, () => {
    more.close();
    onClose();
    cell.section.querySelector<HTMLElement>("[data-action=more]")?.focus();
  });
  more.show(first);
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    more.leave();
  });
  host.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  host.scrollIntoView({ block: "nearest" });
  return more;
}

class More {
  readonly #cell: CellView;
  readonly #host: HTMLElement;
  readonly #context: LessonContext;
  readonly leave: () => void;
  #panel: Panel = "all";
  #link: string | null = null;
  #closeChanges: () => void = () => undefined;

  constructor(cell: CellView, host: HTMLElement, context: LessonContext, leave: () => void) {
    this.#cell = cell;
    this.#host = host;
    this.#context = context;
    this.leave = leave;
  }

  close(): void {
    this.#closeChanges();
    this.#host.remove();
  }

  show(panel: Panel): void {
    this.#closeChanges();
    this.#closeChanges = () => undefined;
    this.#panel = this.#panel === panel ? "all" : panel;
    this.#draw();
    if (this.#panel === "compare") void this.#compare();
  }

  #draw(): void {
    const { strings, preferences } = this.#context;
    const words = strings.cell;
    const button = (panel: Panel, text: string) =>
      html`<button type="button" class="cell-button" data-panel=${panel} aria-pressed=${this.#panel === panel}
        @click=${() => this.show(panel)}>${text}</button>`;
    // A recorded machine counts: it is run when it is to be stepped through.
    const isRecorded = this.#cell.section.querySelector(".output .value-machine") !== null;
    const hasMachine = machineOf(this.#cell.now) !== null || (isRecorded && !this.#context.isSafe);
    render(
      html`<div class="cell-more-buttons" role="group" aria-label="${words.more}: ${this.#cell.label}">
        ${hasMachine ? html`<button type="button" class="cell-button" data-action="step" @click=${() => void this.#step()}>${words.step}</button>` : nothing}
        ${button("history", words.history)} ${this.#cell.now.isEdited ? button("compare", words.compare) : nothing}
        <button type="button" class="cell-button" data-action="link" @click=${() => void this.#copyLink()}>${words.link}</button>
        <button type="button" class="cell-button" data-action="plain" @click=${() => this.#switchBox()}>${
          preferences.plainEditor ? words.richText : words.plainText
        }</button>
        ${button("help", words.help)}
        <button type="button" class="cell-button" data-action="close" @click=${this.leave}>${strings.shell.close}</button>
      </div>${this.#body()}`,
      this.#host,
    );
  }

  #body(): TemplateResult | typeof nothing {
    const words = this.#context.strings.cell;
    if (this.#panel === "history") return this.#history();
    if (this.#panel === "compare") return html`<div class="cell-changes" data-changes></div>`;
    if (this.#panel === "help") {
      return html`<ul class="cell-help">${words.helpText.map((it) => html`<li>${it}</li>`)}</ul>`;
    }
    if (this.#panel !== "link" || this.#link === null) return nothing;
    return html`<label class="cell-link">${words.copyByHand}
      <input type="text" readonly dir="ltr" .value=${this.#link} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}></label>`;
  }

  #history(): TemplateResult {
    const { strings } = this.#context;
    const words = strings.cell;
    const past = choices(this.#context.histories.of(this.#cell.slug), this.#cell.now.text);
    if (past.length === 0) return html`<p class="cell-why">${words.historyEmpty}</p>`;
    return html`<ol class="cell-history">${past.map(
      (it) => html`<li><p>${words.why[it.why]}, ${words.at(timeText(it.at, strings.tag))}
          <button type="button" class="cell-button" data-action="put-back" @click=${() => this.#putBack(it.text)}>${words.putBack}</button></p>
        <pre dir="ltr" tabindex="0" aria-label=${words.at(timeText(it.at, strings.tag))}><code>${it.text}</code></pre></li>`,
    )}</ol>`;
  }

  #putBack(text: string): void {
    this.#cell.replace(text, "restored");
    this.leave();
  }

  async #compare(): Promise<void> {
    const host = this.#host.querySelector<HTMLElement>("[data-changes]");
    if (host === null) return;
    const { showChanges } = await import("../differ.ts");
    const { original, text } = this.#cell.now;
    this.#closeChanges = showChanges(host, original, text, this.#context.strings.cell);
  }

  async #copyLink(): Promise<void> {
    const { announcer, strings } = this.#context;
    const url = new URL(location.href);
    url.hash = placeLink({ cell: this.#cell.slug });
    try {
      await navigator.clipboard.writeText(url.href);
      announcer.say(strings.cell.copied);
      this.#panel = "all";
    } catch {
      this.#link = url.href;
      this.#panel = "link";
    }
    this.#draw();
  }

  #switchBox(): void {
    const { preferences, setPreference } = this.#context;
    setPreference({ plainEditor: !preferences.plainEditor });
    this.leave();
    void this.#cell.code.switchBox(preferences.plainEditor);
  }

  async #step(): Promise<void> {
    this.leave();
    const machine = machineOf(this.#cell.now) ?? machineOf(await this.#cell.run());
    if (machine === null) return;
    this.#context.openTime(this.#cell.slug, machine, labelOf(this.#context.data, this.#cell.slug));
  }
}
