/**
 * Firefox through puppeteer-core and WebDriver BiDi, which drives the stock browser. Colour scheme and reduced motion
 * are preferences of the whole browser here, so a tab that asks for them gets a browser of its own.
 */
import { type BrowserContext, type Frame, type KeyInput, launch, type Page } from "puppeteer-core";
import {
  type Browser,
  DEFAULT_HEIGHT,
  DEFAULT_WIDTH,
  type FramePath,
  type PageOption,
  type PageOptions,
  type Tab,
} from "../driver.ts";

const UNSUPPORTED: ReadonlySet<PageOption> = new Set(["forcedColors", "touch", "noScript", "cpuSlowdown"]);

function start(path: string, options: PageOptions = {}) {
  return launch({
    browser: "firefox",
    executablePath: path,
    headless: true,
    timeout: 60_000,
    extraPrefsFirefox: {
      "layout.css.prefers-color-scheme.content-override": options.colorScheme === "dark" ? 0 : 1,
      "ui.prefersReducedMotion": options.reducedMotion ? 1 : 0,
      "datareporting.policy.dataSubmissionEnabled": false,
      "app.normandy.enabled": false,
    },
  });
}

async function frameAt(page: Page, path: FramePath): Promise<Frame> {
  let frame = page.mainFrame();
  for (const selector of path) {
    const element = await frame.waitForSelector(selector, { timeout: 10_000 });
    const inner = await element?.contentFrame();
    if (!inner) throw new Error(`${selector} is not a frame`);
    frame = inner;
  }
  return frame;
}

async function elementAt(page: Page, path: FramePath, selector: string) {
  const frame = await frameAt(page, path);
  const element = await frame.waitForSelector(selector, { visible: true, timeout: 10_000 });
  if (!element) throw new Error(`${selector}: not found`);
  return element;
}

async function pressTogether(page: Page, keys: readonly string[]) {
  const last = keys.at(-1) as KeyInput;
  const held = keys.slice(0, -1) as KeyInput[];
  for (const key of held) await page.keyboard.down(key);
  await page.keyboard.press(last);
  for (const key of held.reverse()) await page.keyboard.up(key);
}

async function tabOf(context: BrowserContext, options: PageOptions, end: (page: Page) => Promise<void>): Promise<Tab> {
  const page = await context.newPage();
  const size = (width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT) => page.setViewport({ width, height });
  await size(options.width, options.height);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  return {
    unsupported: UNSUPPORTED,
    canTryInside: false,
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    evaluate: async (expression, path) => (await (await frameAt(page, path)).evaluate(expression)) as string,
    click: async (selector, path) => (await elementAt(page, path, selector)).click(),
    hover: async (selector, path) => (await elementAt(page, path, selector)).hover(),
    drag: async (points) => {
      for (const [index, [x, y]] of points.entries()) {
        await page.mouse.move(x, y, { steps: index === 0 ? 1 : 4 });
        if (index === 0) await page.mouse.down();
      }
      await page.mouse.up();
    },
    press: (keys) => pressTogether(page, keys),
    insert: (text) => page.keyboard.type(text),
    setViewport: size,
    screenshot: () => page.screenshot(),
    accessible: async () => undefined,
    setOffline: async (isOffline) => {
      await page.setOfflineMode(isOffline);
      return true;
    },
    errors: () => [...errors],
    requests: async () => [...requests],
    openTab: () => tabOf(context, options, (tab) => tab.close()),
    close: () => end(page),
  };
}

export async function openFirefox(path: string): Promise<Browser> {
  const shared = await start(path);
  const own: Awaited<ReturnType<typeof start>>[] = [];
  return {
    engine: "firefox",
    version: (await shared.version()).replace(/^firefox\//i, ""),
    newTab: async (options) => {
      if (options.colorScheme !== "dark" && !options.reducedMotion) {
        const context = await shared.createBrowserContext();
        return tabOf(context, options, () => context.close());
      }
      const browser = await start(path, options);
      own.push(browser);
      return tabOf(browser.defaultBrowserContext(), options, () => browser.close());
    },
    close: async () => {
      await Promise.allSettled([shared, ...own].map((browser) => browser.close()));
    },
  };
}
