/**
 * What a browser must be able to do for the tests; everything else in `page.ts` is built on it. One file in `drivers/`
 * per engine: Chromium through playwright-core, Firefox through puppeteer-core (WebDriver BiDi), WebKitGTK through
 * its own WebDriver.
 */
export type EngineName = "chromium" | "firefox" | "webkit";

export const ENGINES: readonly EngineName[] = ["chromium", "firefox", "webkit"];

/** What a page may ask for. `unsupported` of the tab names those that this engine cannot give. */
export interface PageOptions {
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
  reducedMotion?: boolean;
  forcedColors?: boolean;
  /** A finger rather than a mouse. */
  touch?: boolean;
  noScript?: boolean;
  /** CPU slowed by this factor. */
  cpuSlowdown?: number;
}

export type PageOption = keyof PageOptions;

/** Selectors of the frames to enter, outermost first. */
export type FramePath = readonly string[];

export interface Tab {
  unsupported: ReadonlySet<PageOption>;
  /** Whether `evaluate` may take its time: it fails at once when the page goes away meanwhile, and others need not wait. */
  canTryInside: boolean;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  /** Evaluates an expression, waits for its promise, and returns the string that it gives. */
  evaluate(expression: string, frame: FramePath): Promise<string>;
  click(selector: string, frame: FramePath): Promise<void>;
  hover(selector: string, frame: FramePath): Promise<void>;
  /** Moves the mouse along these points of the viewport with the button held. */
  drag(points: readonly (readonly [number, number])[]): Promise<void>;
  /** Presses keys together: modifiers first, each by its `KeyboardEvent.key`. */
  press(keys: readonly string[]): Promise<void>;
  /** Types into whatever has the focus. */
  insert(text: string): Promise<void>;
  setViewport(width: number, height: number): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  /** What a screen reader is given there, as an indented list; `undefined` where the driver has no way to ask. */
  accessible(selector: string): Promise<string | undefined>;
  /** Whether the engine could do it. The surer way is to stop the site's server. */
  setOffline(isOffline: boolean): Promise<boolean>;
  /** Messages of console.error and of uncaught errors; `undefined` where the engine does not tell. */
  errors(): string[] | undefined;
  /** Addresses asked for so far, those of frames and workers included where the engine tells. */
  requests(): Promise<string[]>;
  /** Another tab with the same storage. */
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

export interface Browser {
  engine: EngineName;
  version: string;
  /** A tab with storage of its own. */
  newTab(options: PageOptions): Promise<Tab>;
  close(): Promise<void>;
}

export const DEFAULT_WIDTH = 1280;
export const DEFAULT_HEIGHT = 900;
