/**
 * WebKitGTK's MiniBrowser through its WebDriver, under a virtual X server. The protocol is a handful of HTTP calls.
 * A tab with storage of its own is a session, and a driver serves one session, so each gets a driver.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { Readable } from "node:stream";
import {
  type Browser,
  DEFAULT_HEIGHT,
  DEFAULT_WIDTH,
  type FramePath,
  type PageOption,
  type PageOptions,
  type Tab,
} from "../driver.ts";

export interface WebKitPaths {
  driver: string;
  browser: string;
  /** Not needed where there is a display. */
  xvfb?: string;
}

const UNSUPPORTED: ReadonlySet<PageOption> = new Set([
  "colorScheme",
  "reducedMotion",
  "forcedColors",
  "touch",
  "noScript",
  "cpuSlowdown",
]);

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** WebDriver's private code points of keys that are not characters. */
const KEYS: Record<string, string> = {
  Alt: "\ue00a",
  ArrowDown: "\ue015",
  ArrowLeft: "\ue012",
  ArrowRight: "\ue014",
  ArrowUp: "\ue013",
  Backspace: "\ue003",
  Control: "\ue009",
  Delete: "\ue017",
  End: "\ue010",
  Enter: "\ue007",
  Escape: "\ue00c",
  Home: "\ue011",
  Meta: "\ue03d",
  PageDown: "\ue00f",
  PageUp: "\ue00e",
  Shift: "\ue008",
  Space: " ",
  Tab: "\ue004",
};

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts a virtual X server and gives its display. */
function startDisplay(xvfb: string): Promise<{ display: string; child: ChildProcess }> {
  const args = ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"];
  const child = spawn(xvfb, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
    (child.stdio[3] as Readable).once("data", (text) => done({ display: `:${String(text).trim()}`, child }));
  });
}

type Call = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>;

function callerOf(port: number): Call {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`${value?.error ?? response.status}: ${value?.message ?? ""}`);
    return value;
  };
}

interface Session {
  version: string;
  call: Call;
  end(): Promise<void>;
}

async function startSession(paths: WebKitPaths, display: string | undefined): Promise<Session> {
  const port = await freePort();
  const env = { ...process.env, ...(display ? { DISPLAY: display } : {}), GDK_BACKEND: "x11", NO_AT_BRIDGE: "1" };
  const child = spawn(paths.driver, [`--port=${port}`], { env, stdio: "ignore" });
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const call = callerOf(port);
  const deadline = Date.now() + 20_000;
  while (
    !(await call("GET", "/status").then(
      () => true,
      () => false,
    ))
  ) {
    if (failure || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw failure ?? new Error("WebKitWebDriver does not answer");
    }
    await pause(50);
  }
  const capabilities = {
    alwaysMatch: { "webkitgtk:browserOptions": { binary: paths.browser, args: ["--automation"] } },
  };
  try {
    const opened = (await call("POST", "/session", { capabilities })) as {
      sessionId: string;
      capabilities: { browserVersion: string };
    };
    const session = `/session/${opened.sessionId}`;
    return {
      version: opened.capabilities.browserVersion,
      call: (method, path, body) => call(method, session + path, body),
      end: async () => {
        await call("DELETE", session).catch(() => {});
        child.kill("SIGKILL");
      },
    };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** One window of a session. Every command first switches to it, since another tab may have been used. */
class Window implements Tab {
  readonly unsupported = UNSUPPORTED;
  // One command at a time: the next would wait for one that the page never answers.
  readonly canTryInside = false;
  readonly #session: Session;
  readonly #handle: string;
  readonly #isFirst: boolean;

  constructor(session: Session, handle: string, isFirst: boolean) {
    this.#session = session;
    this.#handle = handle;
    this.#isFirst = isFirst;
  }

  async #enter(path: FramePath = []) {
    await this.#session.call("POST", "/window", { handle: this.#handle });
    await this.#session.call("POST", "/frame", { id: null });
    for (const selector of path) await this.#session.call("POST", "/frame", { id: await this.#find(selector) });
  }

  /** Waits until the element is there; its reference as the protocol wants it. */
  async #find(selector: string): Promise<Record<string, string>> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      try {
        const found = await this.#session.call("POST", "/element", { using: "css selector", value: selector });
        return found as Record<string, string>;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await pause(50);
      }
    }
  }

  async goto(url: string) {
    await this.#enter();
    await this.#session.call("POST", "/url", { url });
  }

  async reload() {
    await this.#enter();
    await this.#session.call("POST", "/refresh", {});
  }

  async back() {
    await this.#enter();
    await this.#session.call("POST", "/back", {});
  }

  async evaluate(expression: string, frame: FramePath) {
    await this.#enter(frame);
    const script = `const done = arguments[arguments.length - 1]; Promise.resolve(${expression}).then(done, (e) => done(String(e)))`;
    return (await this.#session.call("POST", "/execute/async", { script, args: [] })) as string;
  }

  async click(selector: string, frame: FramePath) {
    await this.#enter(frame);
    const element = await this.#find(selector);
    // The driver scrolls as the page would, which may take its time, and then finds nothing to click.
    const script = 'arguments[0].scrollIntoView({ block: "center", inline: "center", behavior: "instant" })';
    await this.#session.call("POST", "/execute/sync", { script, args: [element] });
    await this.#session.call("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  async #actions(actions: unknown[]) {
    await this.#session.call("POST", "/actions", { actions });
  }

  async hover(selector: string, frame: FramePath) {
    await this.#enter(frame);
    const origin = await this.#find(selector);
    const move = { type: "pointerMove", duration: 0, origin, x: 0, y: 0 };
    await this.#actions([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [move] }]);
  }

  async drag(points: readonly (readonly [number, number])[]) {
    await this.#enter();
    const moves = points.map(([x, y]) => ({ type: "pointerMove", duration: 30, x: Math.round(x), y: Math.round(y) }));
    const [first, ...rest] = moves;
    const actions = [first, { type: "pointerDown", button: 0 }, ...rest, { type: "pointerUp", button: 0 }];
    await this.#actions([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }]);
  }

  async press(keys: readonly string[]) {
    await this.#enter();
    const values = keys.map((key) => KEYS[key] ?? key);
    const down = values.map((value) => ({ type: "keyDown", value }));
    const up = values.reverse().map((value) => ({ type: "keyUp", value }));
    await this.#actions([{ type: "key", id: "keys", actions: [...down, ...up] }]);
  }

  async insert(text: string) {
    await this.#enter();
    const actions = [...text].flatMap((char) => {
      const value = char === "\n" ? KEYS.Enter : char;
      return [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ];
    });
    await this.#actions([{ type: "key", id: "keys", actions }]);
  }

  /** Windows have borders; the size asked for is that of the page. MiniBrowser's toolbar keeps it above 440 px. */
  async setViewport(width: number, height: number) {
    await this.#enter();
    const inner = "return [innerWidth, innerHeight]";
    let extra = [0, 0];
    for (let round = 0; round < 2; round++) {
      const rect = { width: width + (extra[0] ?? 0), height: height + (extra[1] ?? 0) };
      await this.#session.call("POST", "/window/rect", rect);
      const size = (await this.#session.call("POST", "/execute/sync", { script: inner, args: [] })) as number[];
      if (size[0] === width && size[1] === height) return;
      extra = [(extra[0] ?? 0) + width - (size[0] ?? 0), (extra[1] ?? 0) + height - (size[1] ?? 0)];
    }
  }

  async accessible() {
    return undefined;
  }

  async screenshot() {
    await this.#enter();
    return Buffer.from((await this.#session.call("GET", "/screenshot")) as string, "base64");
  }

  async setOffline() {
    return false;
  }

  errors() {
    return undefined;
  }

  async requests() {
    const list =
      "JSON.stringify([location.href, ...performance.getEntriesByType('resource').map((entry) => entry.name)])";
    return JSON.parse(await this.evaluate(list, [])) as string[];
  }

  async openTab() {
    const opened = (await this.#session.call("POST", "/window/new", { type: "tab" })) as { handle: string };
    return new Window(this.#session, opened.handle, false);
  }

  async close() {
    if (this.#isFirst) return this.#session.end();
    await this.#enter();
    await this.#session.call("DELETE", "/window");
  }
}

export async function openWebKit(paths: WebKitPaths): Promise<Browser> {
  const screen = paths.xvfb ? await startDisplay(paths.xvfb) : undefined;
  const sessions = new Set<Session>();
  // The first session is started at once: it proves that the browser works and knows the version.
  let spare: Session | undefined;
  const end = async () => {
    await Promise.allSettled([...sessions].map((session) => session.end()));
    screen?.child.kill("SIGKILL");
  };
  const open = async () => {
    const session = await startSession(paths, screen?.display);
    sessions.add(session);
    return session;
  };
  try {
    spare = await open();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    engine: "webkit",
    version: spare.version,
    newTab: async (options: PageOptions) => {
      const session = spare ?? (await open());
      spare = undefined;
      const tab = new Window(session, (await session.call("GET", "/window")) as string, true);
      await tab.setViewport(options.width ?? DEFAULT_WIDTH, options.height ?? DEFAULT_HEIGHT);
      return tab;
    },
    close: end,
  };
}
