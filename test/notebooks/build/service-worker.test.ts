import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { precacheList, serviceWorker, workerVersion } from "../../../notebooks/build/service-worker.ts";

const folder = mkdtempSync(join(tmpdir(), "daxlab-precache-"));
writeFileSync(join(folder, "icon.svg"), "<svg/>");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asset = (fileName: string, source: string) => ({ type: "asset" as const, fileName, source });
const list = (text: string) =>
  precacheList(
    [asset("b.html", text), asset(".vite/manifest.json", "{}"), asset("a.js.map", ""), asset("404.html", "")],
    folder,
  );

describe("the list of what is kept", () => {
  test("holds what is built and what is copied, and nothing that only tools read", () => {
    expect(list("x").map((it) => it.path)).toEqual(["b.html", "icon.svg"]);
  });

  test("gives the version: it changes with any content, and only then", () => {
    expect(workerVersion(list("x"))).toBe(workerVersion(list("x")));
    expect(workerVersion(list("x"))).not.toBe(workerVersion(list("y")));
  });
});

type Listener = (event: Record<string, unknown>) => void;

/** The worker's script in a world of its own: what it asks of caches and network is written down. */
function play(existing: Record<string, string>) {
  const listeners = new Map<string, Listener>();
  const added: string[] = [];
  const fetched: string[] = [];
  const cache = {
    addAll: async (requests: { url: string }[]) => void added.push(...requests.map((it) => it.url)),
    match: async (key: string) => existing[key],
  };
  const self = {
    registration: { scope: "https://x.org/course/", active: null },
    addEventListener: (name: string, listener: Listener) => void listeners.set(name, listener),
    skipWaiting: async () => {},
    clients: { claim: async () => {} },
  };
  const script = serviceWorker([{ path: "b.html", hash: "1" }], "v1");
  const world = {
    self,
    caches: { open: async () => cache, keys: async () => [], delete: async () => true },
    fetch: async (request: { url: string }) => {
      fetched.push(request.url);
      return "network";
    },
    Request: class {
      readonly url: string;
      constructor(url: string) {
        this.url = url;
      }
    },
  };
  new Function(...Object.keys(world), script)(...Object.values(world));
  const ask = async (url: string, mode = "cors", method = "GET"): Promise<unknown> => {
    let answer: unknown = "not answered";
    listeners.get("fetch")?.({ request: { url, mode, method }, respondWith: (it: unknown) => (answer = it) });
    return answer;
  };
  const install = async () => {
    let done: unknown;
    listeners.get("install")?.({ waitUntil: (it: unknown) => (done = it) });
    await done;
  };
  return { ask, install, added, fetched };
}

describe("the worker", () => {
  test("keeps every file below its own scope", async () => {
    const { install, added } = play({});
    await install();
    expect(added).toEqual(["https://x.org/course/b.html"]);
  });

  test("answers a page with or without its ending, with any query, from the kept copy", async () => {
    const { ask } = play({ "https://x.org/course/b.html": "kept", "https://x.org/course/index.html": "home" });
    expect(await ask("https://x.org/course/b", "navigate")).toBe("kept");
    expect(await ask("https://x.org/course/b.html?safe=1#x", "navigate")).toBe("kept");
    expect(await ask("https://x.org/course/", "navigate")).toBe("home");
  });

  test("asks the network for what it has not, and leaves other scopes and methods alone", async () => {
    const { ask, fetched } = play({});
    expect(await ask("https://x.org/course/new.js")).toBe("network");
    expect(await ask("https://x.org/other/b.html", "navigate")).toBe("not answered");
    expect(await ask("https://x.org/course/b.html", "cors", "POST")).toBe("not answered");
    expect(fetched).toEqual(["https://x.org/course/new.js"]);
  });
});
