/** Chromium, Chrome or Edge through playwright-core. Everything a page may ask for is supported. */
import { type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import {
  type Browser,
  DEFAULT_HEIGHT,
  DEFAULT_WIDTH,
  type FramePath,
  type PageOption,
  type PageOptions,
  type Tab,
} from "../driver.ts";

/** Playwright's own list: of several such flags the last one counts, and that is ours. */
const PLAYWRIGHT_DISABLES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "msForceBrowserSignIn",
  "msEdgeUpdateLaunchServicesPreferredVersion",
];
/** Two pages of the address bar's own, which every window would load in a process of their own: half the cost of a tab. */
const ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/** Parts of the browser that are off, none of which a page can notice. */
export const DISABLED: readonly string[] = [...PLAYWRIGHT_DISABLES, ...ADDRESS_BAR];

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${DISABLED.join(",")}`,
];

const NOTHING: ReadonlySet<PageOption> = new Set();

async function frameAt(page: Page, path: FramePath): Promise<Frame> {
  let frame = page.mainFrame();
  for (const selector of path) {
    const element = await frame.waitForSelector(selector, { state: "attached", timeout: 10_000 });
    const inner = await element.contentFrame();
    if (!inner) throw new Error(`${selector} is not a frame`);
    frame = inner;
  }
  return frame;
}

async function slowDown(page: Page, rate: number | undefined) {
  if (rate === undefined) return;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

async function tabOf(context: BrowserContext, options: PageOptions, ownsContext: boolean): Promise<Tab> {
  const page = await context.newPage();
  await slowDown(page, options.cpuSlowdown);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  context.on("request", (request) => requests.push(request.url()));
  return {
    unsupported: NOTHING,
    canTryInside: !options.noScript,
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    evaluate: async (expression, path) => (await frameAt(page, path)).evaluate<string>(expression),
    click: async (selector, path) => {
      const frame = await frameAt(page, path);
      await (options.touch ? frame.tap(selector, { timeout: 10_000 }) : frame.click(selector, { timeout: 10_000 }));
    },
    hover: async (selector, path) => (await frameAt(page, path)).hover(selector, { timeout: 10_000 }),
    drag: async (points) => {
      for (const [index, [x, y]] of points.entries()) {
        await page.mouse.move(x, y, { steps: index === 0 ? 1 : 4 });
        if (index === 0) await page.mouse.down();
      }
      await page.mouse.up();
    },
    press: (keys) => page.keyboard.press(keys.join("+")),
    insert: (text) => page.keyboard.type(text),
    setViewport: (width, height) => page.setViewportSize({ width, height }),
    screenshot: () => page.screenshot(),
    accessible: (selector) => page.locator(selector).ariaSnapshot(),
    setOffline: async (isOffline) => {
      await context.setOffline(isOffline);
      return true;
    },
    errors: () => [...errors],
    requests: async () => [...requests],
    openTab: () => tabOf(context, options, false),
    close: () => (ownsContext ? context.close() : page.close()),
  };
}

export async function openChromium(path: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: path, headless: true, args: FLAGS, timeout: 60_000 });
  return {
    engine: "chromium",
    version: browser.version(),
    newTab: async (options) => {
      const context = await browser.newContext({
        viewport: { width: options.width ?? DEFAULT_WIDTH, height: options.height ?? DEFAULT_HEIGHT },
        colorScheme: options.colorScheme ?? "light",
        reducedMotion: options.reducedMotion ? "reduce" : "no-preference",
        forcedColors: options.forcedColors ? "active" : "none",
        hasTouch: options.touch ?? false,
        isMobile: options.touch ?? false,
        javaScriptEnabled: !options.noScript,
      });
      return tabOf(context, options, true);
    },
    close: () => browser.close(),
  };
}
