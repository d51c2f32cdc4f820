/** The cage in a real browser, with the real engine inside: ways out, endless cells, what one cell may do to another. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { CellResult, Wire } from "../../workers/api.ts";
import { buildCage, cagePlugin } from "../../workers/build.mjs";
import { pageSources } from "../../workers/policy.mjs";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";
import { ROOT } from "../support/site.ts";
import { ESCAPES } from "../workers/escapes.ts";

const folder = mkdtempSync(join(tmpdir(), "daxlab-cage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { frameHash, engineHash } = await buildCage();
const naked = (await buildCage({ entry: "test/workers/naked.worker.ts" })).worker;
const { scriptSrc, workerSrc } = pageSources(frameHash);
const policy = [
  "default-src 'none'",
  `script-src 'self' ${scriptSrc.join(" ")}`,
  `worker-src 'self' ${workerSrc.join(" ")}`,
  "connect-src 'self'",
  "img-src data:",
].join("; ");

const source = join(folder, "source");
mkdirSync(source);
writeFileSync(
  join(source, "index.html"),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cage</title><link rel="icon" href="data:,">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <script type="module" src="${join(ROOT, "test/workers/cage-page.ts")}"></script>`,
);
const dist = join(folder, "dist");
await build({
  configFile: false,
  root: source,
  base: "./",
  logLevel: "error",
  plugins: [cagePlugin()],
  build: { outDir: dist, target: "es2022", modulePreload: { polyfill: false } },
});
writeFileSync(join(dist, "escape.js"), "export default 1;");

// A server that would answer anybody, and remembers who asked.
const reached: string[] = [];
const catcher = createServer((request, response) => {
  reached.push(request.url ?? "");
  response
    .writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript" })
    .end("postMessage(1)");
});
catcher.on("upgrade", (request, socket) => {
  reached.push(request.url ?? "");
  socket.destroy();
});
await new Promise<void>((done) => catcher.listen(0, "127.0.0.1", done));
afterAll(() => new Promise((done) => catcher.close(done)));
const other = `http://127.0.0.1:${(catcher.address() as AddressInfo).port}`;

const lab = await openLab({ folder: dist });

const MACHINE = `boot({ pmem: { pmem0: { size: "64 MiB" } } })`;
const BUDGET_MS = 5000;
/** Evaluates a text with free names of its own; the parser has been fetched by then. */
const evaluate = (page: Page, text: string, budgetMs = BUDGET_MS) =>
  page.evaluate(
    async (it: string, ms: number) => {
      const shape = { names: [], needs: [], expression: true };
      return window.lab.evaluate(it, { slug: "cell", inputs: {}, seed: 1, budgetMs: ms, shape });
    },
    text,
    budgetMs,
  );
const open = async (address = ""): Promise<Page> => {
  const page = await lab.open(address);
  await page.waitFor(() => window.lab.ready.then(() => true));
  return page;
};
/** A page that has fetched all that it fetches by itself. */
const settled = async (): Promise<Page> => {
  const page = await open();
  await evaluate(page, "1");
  const hasLater = () => performance.getEntriesByType("resource").some((it) => it.name.includes("/later"));
  await page.waitFor(hasLater);
  return page;
};
const aimed = (text: string): string => text.replaceAll("OTHER", other).replaceAll("SITE", lab.site.url);

test("code runs in a frame of its own, which this engine can make", async () => {
  const page = await open();
  expect(await page.evaluate(() => window.lab.ready)).toMatchObject({ boundary: "frame", engineHash });
  expect(await evaluate(page, "6 * 7")).toMatchObject({ state: "ok", last: { value: 42 } });
});

/** What tells whether a way out leads out: its value says so, or a server was reached. */
const tried = (way: string): string =>
  `(async () => { try { return "got " + (await (${aimed(way)})); } catch (error) { return "refused: " + error; } })()`;

describe.each(["online", "with the server gone"])("%s", (connection) => {
  const openHere = async (): Promise<Page> => {
    const page = await settled();
    if (connection !== "online") await lab.site.stop();
    return page;
  };
  afterEach(() => lab.site.restart());

  test(`none of ${Object.keys(ESCAPES).length} ways leads out of a cell`, async () => {
    const page = await openHere();
    const before = lab.site.requested.length;
    const out: string[] = [];
    for (const [title, way] of Object.entries(ESCAPES)) {
      const result = await evaluate(page, tried(way));
      const told = result.state === "ok" && result.last.kind === "data" ? String(result.last.value) : result.state;
      if (!/^(refused|error)/.test(told)) out.push(`${title}: ${told}`);
    }
    expect(out).toEqual([]);
    expect([...reached, ...lab.site.requested.slice(before)]).toEqual([]);
  });

  test("none leads out of the frame, even with nothing taken away from the worker", async () => {
    const page = await openHere();
    const before = lab.site.requested.length;
    const out: string[] = [];
    for (const [title, way] of Object.entries(ESCAPES)) {
      const told = await page.evaluate((it: string, text: string) => window.naked(it, text), naked, tried(way));
      // A lock, an offer and (in WebKit) a cache are made inside, of an origin that nobody else has.
      if (told.startsWith("got") && !/locks|peer|cache/.test(title)) out.push(`${title}: ${told}`);
    }
    expect(out).toEqual([]);
    expect([...reached, ...lab.site.requested.slice(before)]).toEqual([]);
    expect(await page.url()).toBe(lab.site.url);
    expect(await page.evaluate(() => caches.has("daxlab"))).toBe(false);
  });

  test("messages that a worker forges reach nobody on the page", async () => {
    const page = await openHere();
    const forged = `(() => {
      const all = { id: "1", type: "SET", path: ["__proto__", "polluted"], value: { type: "RAW", value: 1 }, kind: "ready", make: 9, end: 1, failed: 1 };
      for (let i = 0; i < 20; i++) postMessage(all);
      new BroadcastChannel("daxlab").postMessage(all);
    })()`;
    await page.evaluate((worker: string, it: string) => window.naked(worker, it), naked, forged);
    expect(await evaluate(page, "1 + 1")).toMatchObject({ state: "ok", last: { value: 2 } });
    expect(await page.evaluate(() => [window.heard, "polluted" in {}])).toEqual([[], false]);
  });

  test("a cell that loops for ever is stopped; what others computed is there", async () => {
    const page = await openHere();
    const told = await page.evaluate(async () => {
      const one = { slug: "a", inputs: {}, seed: 1 };
      const boot = await window.lab.evaluate(`const m0 = boot({ pmem: { pmem0: { size: "64 MiB" } } })`, {
        ...one,
        shape: { names: ["m0"], needs: [], expression: false },
      });
      const endless = { ...one, shape: { names: [], needs: [], expression: true } };
      const running = window.lab.evaluate("(() => { for (;;) {} })()", endless);
      const waiting = window.lab.evaluate("1", endless);
      await new Promise((done) => setTimeout(done, 200));
      await window.lab.stop();
      const inputs: Record<string, Wire> = boot.state === "ok" ? boot.values : {};
      const shape = { names: [], needs: ["m0"], expression: true };
      const after = await window.lab.evaluate(`m0.mkfs("xfs", "pmem0").length`, { ...one, inputs, shape });
      return [(await running).state, (await waiting).state, after.state === "ok" && after.last];
    });
    expect(told).toEqual(["stopped", "stopped", { kind: "data", value: 1 }]);
  });

  test("what never ends is ended at its budget, and the next cell runs", async () => {
    const page = await openHere();
    const endless = [
      "(() => { for (;;) {} })()",
      "new Promise(() => {})",
      "(() => { const f = () => Promise.resolve().then(f); f(); })()",
      "(async () => { for (;;) await 0; })()",
    ];
    for (const text of endless) {
      expect(await evaluate(page, text, 400), text).toMatchObject({ state: "timed-out", holder: null });
      expect(await evaluate(page, "2 + 2"), text).toMatchObject({ state: "ok", last: { value: 4 } });
    }
  });
});

test("a holder that never answers is named", async () => {
  const page = await open();
  const text = `boot({ pmem: { pmem0: { size: "64 MiB" } } })
    .holder("pmem0", { name: "sleeper", notifyFailure: () => { for (;;) {} } }).fail("pmem0", 0)`;
  expect(await evaluate(page, text, 500)).toMatchObject({ state: "timed-out", holder: "sleeper" });
});

test("no cell changes what another one sees", async () => {
  const page = await open();
  const tampering = [
    `Array.prototype.map = () => "mine"`,
    `Promise.prototype.then = () => "mine"`,
    `Object.prototype.polluted = 1`,
    `Object.defineProperty(Object.prototype, "kind", { get: () => "mine" })`,
    `boot.call = 1`,
    `Object.getPrototypeOf(${MACHINE}).fail = () => "mine"`,
    `Object.getPrototypeOf(Object.getPrototypeOf(${MACHINE})).fail = () => "mine"`,
    `Object.getPrototypeOf(async function () {}).constructor.prototype.then = 1`,
    `globalThis.mine = 1`,
    `Math.random = () => 4`,
    `daxlabDeliver = () => "mine"`,
    `Error.prepareStackTrace = (_error, frames) => frames`,
  ];
  for (const text of tampering) expect(await evaluate(page, text), text).toMatchObject({ state: "error" });
  const probe = `[[1].map((x) => x + 1)[0], "polluted" in {}, String({}.kind), typeof mine, ${MACHINE}.fail("pmem0", 0).length]`;
  expect(await evaluate(page, probe)).toMatchObject({ last: { value: [2, false, "undefined", "undefined", 1] } });
});

test("a failure travels from page to holder to process, and what came of it cannot be changed", async () => {
  const page = await open();
  const route = `${MACHINE}.mkfs("xfs", "pmem0", { rmapbt: true, reflink: false }).mount("pmem0", "/a", { dax: "always" })
    .create("/a/f", "32 KiB").spawn("ann", "early").mmap("ann", "/a/f", { touch: [0] })`;
  const failed = `((m) => m.fail("pmem0", m.files["/a/f"].extents[0].offInDevBytes))(${route})`;
  const told = `((m) => [m.errno, m.told, m.events.some((it) => it.fn === "dax_holder_notify_failure")])(${failed})`;
  expect(await evaluate(page, told)).toMatchObject({ state: "ok", last: { value: ["0", ["ann"], true] } });
  const seen = `((m) => JSON.stringify([m.state, m.value, m.run.events.length, m.events[0].ret]))(${failed})`;
  const before = await evaluate(page, seen);
  const changes = [
    "state.mounts.length = 0",
    "state.files[0].path = 1",
    "run.events.push(1)",
    "events[0].ret = 1",
    "value.steps.pop()",
  ];
  for (const it of changes) await evaluate(page, `((m) => { m.${it}; })(${failed})`);
  expect({ ...(await evaluate(page, seen)), ms: 0 }).toEqual({ ...before, ms: 0 });
});

test("a machine is viewed, run and asked for any of its states without a reader's code", async () => {
  const page = await open();
  const told = await page.evaluate(async () => {
    const step = { op: "mkfs", fstype: "xfs", device: "pmem0" } as const;
    const value = {
      scene: { kernel: "6.1", pmem: { pmem0: { sizeBytes: 2 ** 28 } } },
      steps: [step],
      seed: 1,
    } as const;
    const view = await window.lab.view(value);
    const run = await window.lab.run(value);
    const before = await window.lab.snapshot(value, 0);
    const broken = { ...value, steps: [{ ...step, device: "pmem9" }] };
    const error = await window.lab.view(broken).catch((it: Error & { path?: string }) => [it.name, it.path]);
    return [view.outcomes.length, view.before.hash === before.hash, run.events.length === view.events.length, error];
  });
  expect(told).toEqual([1, true, true, ["SceneError", expect.stringContaining("steps[0]")]]);
});

test("each check runs in a worker of its own, which ends with it", async () => {
  const page = await open();
  const told = await page.evaluate(async () => {
    const check = (program: string, budgetMs = 3000) => window.lab.check(program, { seed: 1, budgetMs });
    return [
      await check("({ a: hex(16) })"),
      await check("nowhere"),
      await check("(() => { for (;;) {} })()", 300),
      await check("new ArrayBuffer(2 ** 52)"),
      await check("1"),
    ].map((it) => (it.status === "done" ? it.value : it.status));
  });
  expect(told).toEqual([{ a: "0x0000_0010" }, "error", "timeout", "memory", 1]);
});

test("the importer comes into the worker when a cell names it", async () => {
  const page = await open();
  const ndctl = JSON.stringify([
    { dev: "namespace0.0", mode: "fsdax", map: "dev", size: 1073741824, blockdev: "pmem0" },
  ]);
  const text = `importMachine({ ndctl: ${JSON.stringify(ndctl)} }).value.scene.pmem.pmem0.sizeBytes`;
  expect(await evaluate(page, text)).toMatchObject({ last: { value: expect.any(Number) } });
});

const PAIR = `(() => { const m = ${MACHINE}; return [m, m.poison("pmem0", 0)]; })()`;
test.each([
  ["compared", `((pair) => compare(...pair).firstStep)(${PAIR})`, 0],
  ["laddered", `${MACHINE}.ladder("pmem0", 0).length > 1`, true],
  ["laddered by a name that is made as it runs", `${MACHINE}["lad" + "der"]("pmem0", 0).length > 1`, true],
  [
    "read where the cell hides that it failed",
    `((m) => { try { return m["by" + "tes"]("pmem0", 0, 1).length; } catch { return "hidden"; } })(${MACHINE})`,
    1,
  ],
])("in the first cell of a page machines are %s, before the second script is there", async (_how, text, value) => {
  const page = await open();
  expect(await evaluate(page, text)).toMatchObject({ state: "ok", last: { value } });
});

test("in the first cell of a page a mistake is told as well as in any other", async () => {
  const page = await open();
  const mistakes = [
    `boot({ kernel: "6.2", pmem: { pmem0: { size: "64 MiB" } } })`,
    `${MACHINE}.mount("pmem1", "/a")`,
    `${MACHINE}.step({ op: "poison", device: "pmem0", offBytes: -1 })`,
    `${MACHINE}.step({ op: "scrub", device: "pmem0", how: "well" })`,
    `${MACHINE}.ladder("nowhere", 0)`,
  ];
  const told = (it: CellResult) => (it.state === "error" ? `${it.error.path}: ${it.error.message}` : it.state);
  const first = [];
  for (const text of mistakes) {
    await page.reload();
    await page.waitFor(() => window.lab.ready.then(() => true));
    first.push(told(await evaluate(page, text)));
  }
  expect(first).toEqual(mistakes.map(() => expect.stringContaining("expected")));
  const later = [];
  for (const text of mistakes) later.push(told(await evaluate(page, text)));
  expect(first).toEqual(later);
  expect(first[1]).toContain("did you mean pmem0?");
});

test("nothing is in scope but the language and the cell API", async () => {
  const page = await open();
  const names =
    "self window fetch postMessage setTimeout navigator location crypto performance WebAssembly importScripts caches close".split(
      " ",
    );
  const probe = `[${names.map((name) => `typeof ${name}`).join(", ")}]`;
  expect(await evaluate(page, probe)).toMatchObject({ last: { value: names.map(() => "undefined") } });
});

test("an error says the line of the cell in this engine too", async () => {
  const page = await open();
  expect(await evaluate(page, "\n\n  undefined.x")).toMatchObject({
    state: "error",
    error: { name: "TypeError", line: 3 },
  });
});

test("where no frame can be made a plain worker takes its place, and the page can say so", async () => {
  const page = await open("?plain");
  expect(await page.evaluate(() => window.lab.ready)).toMatchObject({ boundary: "worker" });
  expect(await evaluate(page, "6 * 7")).toMatchObject({ last: { value: 42 } });
  expect(await evaluate(page, "(() => { for (;;) {} })()", 300)).toMatchObject({ state: "timed-out" });
  expect(await evaluate(page, "6 * 7")).toMatchObject({ last: { value: 42 } });
});

test.runIf(engine === "chromium")("a worker that eats all memory is replaced", async () => {
  const page = await open();
  const hog = "(() => { const all = []; for (;;) all.push(new Array(1e5).fill(1.5)); })()";
  const result = await evaluate(page, hog, 1500);
  expect(["error", "timed-out"]).toContain(result.state);
  expect(await evaluate(page, "6 * 7")).toMatchObject({ last: { value: 42 } });
});
