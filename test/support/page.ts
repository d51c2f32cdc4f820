/**
 * The page as a browser test sees it, the same in every engine: go somewhere, wait for something to be true, do what
 * a reader does, look. Functions given to `evaluate` and `waitFor` run in the page: they see their arguments only,
 * and arguments and results are JSON.
 */
import { writeFileSync } from "node:fs";
import type { EngineName, FramePath, PageOption, Tab } from "./driver.ts";
import { expressionOf, INSIDE_MS, type Json, patient, STEP_MS } from "./expression.ts";

const TIMEOUT_MS = 10_000;

const LATE = Symbol("late");
const isThere = (selector: string) => document.querySelector(selector) !== null;

/** So much later than it should, a page answers that has no timers: it is without scripts, or busy. */
const GRACE_MS = 1000;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export interface WaitOptions {
  timeoutMs?: number;
  /** What was waited for, in the words of the error. */
  what?: string;
}

/** A page or one of its frames. */
export class Scope {
  protected readonly tab: Tab;
  protected readonly path: FramePath;

  constructor(tab: Tab, path: FramePath) {
    this.tab = tab;
    this.path = path;
  }

  /** The frame that `selector` finds in this one. */
  frame(selector: string): Scope {
    return new Scope(this.tab, [...this.path, selector]);
  }

  evaluate<T, A extends Json[]>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    return this.#valueOf<T>(expressionOf(fn, args));
  }

  async #valueOf<T>(expression: string): Promise<T> {
    const text = await this.tab.evaluate(expression, this.path);
    const { value, error } = JSON.parse(text) as { value: T; error?: string };
    if (error !== undefined) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** Runs a whole script in the page, past its content security policy. */
  async inject(script: string): Promise<void> {
    await this.tab.evaluate(`(() => { ${script}\n; return ""; })()`, this.path);
  }

  /** Waits until the selector finds something, or the function gives something truthy, and gives that. */
  async waitFor<T = boolean, A extends Json[] = []>(
    wanted: string | ((...args: A) => T | Promise<T>),
    options: WaitOptions = {},
    ...args: A
  ): Promise<T> {
    const { timeoutMs = TIMEOUT_MS, what = String(wanted) } = options;
    const deadline = Date.now() + timeoutMs;
    const [fn, given] = typeof wanted === "string" ? [isThere, [wanted]] : [wanted, args];
    const once = () => this.#valueOf<T>(expressionOf(fn as (...args: never[]) => unknown, given));
    let hasTimers = this.tab.canTryInside;
    let last = "";
    while (Date.now() < deadline) {
      try {
        const value = hasTimers ? await this.#triedInside<T>(fn, given) : await once();
        if (value === LATE) hasTimers = false;
        else if (value) return value;
      } catch (error) {
        // A navigation may be under way; its error counts only if nothing better comes.
        last = `; last error: ${(error as Error).message}`;
      }
      if (!hasTimers || last !== "") await pause(STEP_MS);
    }
    throw new Error(`not within ${timeoutMs} ms: ${what}${last}`);
  }

  /** Tries for a while without leaving the page; `LATE` when the page does not answer in time. */
  async #triedInside<T>(fn: (...args: never[]) => unknown, args: readonly Json[]): Promise<T | typeof LATE> {
    const answer = this.#valueOf<T>(expressionOf(patient(fn), args));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((done) => {
      timer = setTimeout(done, INSIDE_MS + GRACE_MS, LATE);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
      answer.catch(() => undefined);
    }
  }

  count(selector: string): Promise<number> {
    return this.evaluate((it: string) => document.querySelectorAll(it).length, selector);
  }

  /** The text that a reader sees there. */
  async text(selector: string): Promise<string> {
    await this.waitFor(selector);
    return this.evaluate((it: string) => document.querySelector<HTMLElement>(it)?.innerText ?? "", selector);
  }

  async attribute(selector: string, name: string): Promise<string | null> {
    await this.waitFor(selector);
    return this.evaluate(
      (it: string, key: string) => document.querySelector(it)?.getAttribute(key) ?? null,
      selector,
      name,
    );
  }

  click(selector: string): Promise<void> {
    return this.tab.click(selector, this.path);
  }

  hover(selector: string): Promise<void> {
    return this.tab.hover(selector, this.path);
  }

  async focus(selector: string): Promise<void> {
    await this.waitFor(selector);
    await this.evaluate((it: string) => document.querySelector<HTMLElement>(it)?.focus(), selector);
  }

  /** Sets a form control as if it had been filled in: its value, then `input` and `change`. */
  async fill(selector: string, value: string): Promise<void> {
    await this.waitFor(selector);
    await this.evaluate(
      (it: string, text: string) => {
        const control = document.querySelector<HTMLInputElement>(it);
        if (!control) return;
        control.focus();
        control.value = text;
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      },
      selector,
      value,
    );
  }
}

export class Page extends Scope {
  readonly engine: EngineName;
  readonly #base: string;

  constructor(tab: Tab, engine: EngineName, base: string) {
    super(tab, []);
    this.engine = engine;
    this.#base = base;
  }

  /** Options of this page that the engine could not give. */
  get unsupported(): ReadonlySet<PageOption> {
    return this.tab.unsupported;
  }

  /** Goes to an address, relative to the site's. */
  goto(address = ""): Promise<void> {
    return this.tab.goto(new URL(address.replace(/^\/(?!\/)/, ""), this.#base).href);
  }

  reload(): Promise<void> {
    return this.tab.reload();
  }

  back(): Promise<void> {
    return this.tab.back();
  }

  url(): Promise<string> {
    return this.evaluate(() => location.href);
  }

  /** Types into whatever has the focus; a selector is clicked first. */
  async type(text: string, selector?: string): Promise<void> {
    if (selector !== undefined) await this.click(selector);
    await this.tab.insert(text);
  }

  /** Presses "Enter", "Shift+Enter", "Mod+a"; Mod is Command on a Mac and Control elsewhere. */
  press(chord: string): Promise<void> {
    const mod = process.platform === "darwin" ? "Meta" : "Control";
    const keys = chord === "+" ? ["+"] : chord.split("+");
    return this.tab.press(keys.map((key) => (key === "Mod" ? mod : key)));
  }

  drag(points: readonly (readonly [number, number])[]): Promise<void> {
    return this.tab.drag(points);
  }

  setViewport(width: number, height: number): Promise<void> {
    return this.tab.setViewport(width, height);
  }

  /** A PNG of the viewport; also written to `path` when one is given. */
  async screenshot(path?: string): Promise<Uint8Array> {
    const png = await this.tab.screenshot();
    if (path !== undefined) writeFileSync(path, png);
    return png;
  }

  /** What a screen reader is given there, as an indented list. Chromium only. */
  async accessible(selector: string): Promise<string> {
    const text = await this.tab.accessible(selector);
    if (text === undefined) throw new Error(`${this.engine} does not tell what is accessible`);
    return text;
  }

  setOffline(isOffline: boolean): Promise<boolean> {
    return this.tab.setOffline(isOffline);
  }

  /** Messages of console.error and of uncaught errors. Always empty in WebKit, whose driver does not tell. */
  errors(): string[] {
    return this.tab.errors() ?? [];
  }

  /** Addresses asked for so far, without data: and blob:. */
  async requests(): Promise<string[]> {
    return (await this.tab.requests()).filter((url) => /^(https?|wss?|ftp):/.test(url));
  }

  /** Requests to anything but the site's own host. */
  async foreignRequests(): Promise<string[]> {
    const own = new URL(this.#base).origin;
    return (await this.requests()).filter((url) => new URL(url).origin !== own);
  }

  /** Another tab that shares this one's storage. */
  async openTab(): Promise<Page> {
    return new Page(await this.tab.openTab(), this.engine, this.#base);
  }

  close(): Promise<void> {
    return this.tab.close();
  }
}
