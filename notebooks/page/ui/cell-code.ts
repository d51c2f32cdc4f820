/**
 * The code of one cell: a highlighted `<pre>` until it gets the focus or is tapped, then a box to edit it in. What is
 * typed is handed on at every pause, and at once when the box is left or the cell is to run.
 */
import type { CellFault, Wire } from "../../../workers/api.ts";
import type { CellStrings } from "../../i18n/strings.ts";
import { type CodeBox, type CodeBoxOptions, type Point, plainBox } from "./code-box.ts";
import { fetchRichBox } from "./rich-box.ts";

const PAUSE_MS = 400;
const IDLE_MS = 1500;
const LEAVE_MS = 600;

export interface CellCodeOptions {
  label: string;
  strings: CellStrings;
  lang: string;
  isPlain(): boolean;
  names(): ReadonlyMap<string, Wire | null>;
  onText(text: string): void;
  onFix(text: string): void;
  say(text: string): void;
}

export class CellCode {
  readonly #pre: HTMLElement;
  readonly #host: HTMLElement;
  readonly #help: HTMLElement;
  readonly #options: CellCodeOptions;
  #box: CodeBox | null = null;
  #opening: Promise<void> | null = null;
  #isPlainNow = false;
  #text: string;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #whenIdle: ReturnType<typeof setTimeout> | undefined;
  #fault: CellFault | null = null;

  constructor(section: HTMLElement, pre: HTMLElement, text: string, options: CellCodeOptions) {
    this.#pre = pre;
    this.#options = options;
    this.#text = text;
    this.#host = document.createElement("div");
    this.#host.className = "code cell-code";
    this.#host.hidden = true;
    this.#help = document.createElement("p");
    this.#help.className = "cell-editor-help";
    this.#help.id = `${section.dataset.cell}-editor-help`;
    this.#help.textContent = options.strings.editorHelp;
    this.#help.hidden = true;
    this.#help.lang = options.lang;
    pre.after(this.#host, this.#help);
    pre.addEventListener("click", (event) => void this.open({ x: event.clientX, y: event.clientY }));
    pre.addEventListener("focus", () => void this.open());
    this.#host.addEventListener("focusin", () => {
      clearTimeout(this.#leaving);
      this.#help.hidden = false;
    });
    this.#host.addEventListener("focusout", () => {
      // Not at once: a button below must not move away from under the pointer that presses it.
      this.#leaving = setTimeout(() => {
        this.#help.hidden = true;
      }, LEAVE_MS);
    });
  }

  get text(): string {
    return this.#text;
  }

  /** Where the keys of an open box arrive. */
  get host(): HTMLElement {
    return this.#host;
  }

  /** Opens the box if it is not open, and puts the focus there, unless the reader has gone on while it was fetched. */
  async open(at?: Point): Promise<void> {
    const from = document.activeElement;
    if (this.#box === null) {
      this.#opening ??= this.#make();
      await this.#opening;
      this.#opening = null;
    }
    const now = document.activeElement;
    if (now === from || now === document.body || this.#host.contains(now)) this.#box?.focus(at);
  }

  async goTo(line: number, column: number): Promise<void> {
    await this.open();
    this.#box?.goTo(line, column);
  }

  /** Changes between the code editor and the plain box, keeping the text. */
  async switchBox(isPlain: boolean): Promise<void> {
    if (this.#box !== null && this.#isPlainNow === isPlain) return;
    this.#box?.destroy();
    this.#box = null;
    await this.open();
  }

  async #make(): Promise<void> {
    const { label, strings } = this.#options;
    const options: CodeBoxOptions = {
      text: this.#text,
      label: strings.code(label),
      describedBy: this.#help.id,
      strings,
      onInput: (text) => this.#typed(text),
      names: this.#options.names,
      onFix: this.#options.onFix,
      say: this.#options.say,
    };
    this.#isPlainNow = this.#options.isPlain();
    const make = this.#isPlainNow ? plainBox : ((await fetchRichBox(this.#options.lang)) ?? plainBox);
    const height = this.#pre.offsetHeight;
    this.#host.style.minBlockSize = `${height}px`;
    this.#host.hidden = false;
    this.#box = make(this.#host, { ...options, text: this.#text });
    this.#pre.hidden = true;
    this.#host.style.minBlockSize = "";
    this.#box.setFault(this.#fault);
  }

  #typed(text: string): void {
    this.#text = text;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Hands on what was typed since the last pause. */
  flush(): void {
    if (this.#waiting === undefined) return;
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#options.onText(this.#text);
  }

  /** A text from elsewhere: reset, history, a link, another tab. */
  setText(text: string): void {
    if (text === this.#text) return;
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#text = text;
    if (this.#box) {
      this.#box.setText(text);
      return;
    }
    (this.#pre.querySelector("code") ?? this.#pre).textContent = text;
    // Only the editor can highlight a text that the build has not seen; it may come when there is time for it.
    this.#whenIdle ??= setTimeout(() => void this.#quietly(), IDLE_MS);
  }

  async #quietly(): Promise<void> {
    if (this.#box !== null || this.#options.isPlain()) return;
    this.#opening ??= this.#make();
    await this.#opening;
    this.#opening = null;
  }

  setFault(fault: CellFault | null): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#box?.setFault(fault);
  }
}
