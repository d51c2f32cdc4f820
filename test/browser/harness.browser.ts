import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { engine, openLab } from "../support/lab.ts";

// A site of three small files under a strict policy: what the tests of the real site stand on.
const folder = mkdtempSync(join(tmpdir(), "daxlab-harness-"));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
write(
  "index.html",
  `<!doctype html><html lang="en"><title>Harness</title><link rel="icon" href="data:,">
  <main><h1>Harness</h1><button id="go">go</button><label>text <textarea id="text"></textarea></label>
  <label>time <input id="time" type="range"></label><iframe title="inner" src="inner.html"></iframe></main>
  <script src="main.js"></script>`,
);
write("inner.html", `<!doctype html><p>inner</p><button>go</button><script src="inner.js"></script>`);
write(
  "inner.js",
  `document.querySelector("button").onclick = () => { document.querySelector("p").className = "done"; };`,
);
write(
  "main.js",
  `window.keys = [];
  addEventListener("keydown", (event) => keys.push((event.shiftKey ? "Shift+" : "") + event.key));
  document.querySelector("#go").onclick = (event) => { event.target.dataset.state = "ok"; };
  localStorage.setItem("kept", "yes");
  console.error("one complaint");
  fetch("https://example.invalid/").catch(() => {});`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policy = "default-src 'none'; script-src 'self'; frame-src 'self'; connect-src 'self'; img-src data:";
const lab = await openLab({ folder, base: "/some/path/", headers: { "Content-Security-Policy": policy } });

test("a page is clicked, typed into and waited for under a strict policy and a sub-path", async () => {
  const page = await lab.open("");
  expect(await page.url()).toBe(lab.site.url);
  await page.click("#go");
  await page.waitFor("#go[data-state=ok]");
  await page.type("é\nx", "#text");
  await page.press("Shift+Enter");
  expect(await page.evaluate(() => document.querySelector("textarea")?.value)).toBe("é\nx\n");
  await page.press("Tab");
  await page.press("ArrowRight");
  expect(await page.evaluate(() => document.querySelector<HTMLInputElement>("#time")?.value)).toBe("51");
  expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toContain("Shift+Enter");
});

test("evaluate carries arguments in, promises and errors out", async () => {
  const page = await lab.open("");
  expect(await page.evaluate(async (n: number) => n + (await Promise.resolve(1)), 4)).toBe(5);
  const broken = page.evaluate(() => {
    throw new RangeError("too far");
  });
  await expect(broken).rejects.toThrow("too far");
  await expect(page.waitFor("#never", { timeoutMs: 100 })).rejects.toThrow("not within 100 ms: #never");
});

test("a frame is read and clicked through its selector", async () => {
  const page = await lab.open("");
  const inner = page.frame("iframe");
  expect(await inner.text("p")).toBe("inner");
  await inner.click("button");
  await inner.waitFor("p.done");
});

test("tabs share storage, pages do not", async () => {
  const page = await lab.open("");
  const tab = await page.openTab();
  await tab.goto("inner.html");
  expect(await tab.evaluate(() => localStorage.getItem("kept"))).toBe("yes");
  const other = await lab.open("inner.html");
  expect(await other.evaluate(() => localStorage.getItem("kept"))).toBe(null);
});

test("a stopped site cannot be reached until it is restarted", async () => {
  const page = await lab.open("");
  const reach = () =>
    page.evaluate(() =>
      fetch("inner.html").then(
        () => "up",
        () => "down",
      ),
    );
  await lab.site.stop();
  expect(await reach()).toBe("down");
  await lab.site.restart();
  expect(await reach()).toBe("up");
});

test("requests are listed, and none of them leaves the site", async () => {
  const page = await lab.open("");
  await page.frame("iframe").waitFor("p");
  expect(await page.requests()).toContain(`${lab.site.url}main.js`);
  expect(await page.foreignRequests()).toEqual([]);
  expect(lab.site.requested).toContain("/some/path/inner.js");
});

test("axe runs past the policy and finds what is wrong", async () => {
  const page = await lab.open("");
  expect(await axe(page, "main")).toEqual([]);
  await page.evaluate(() => document.querySelector("label")?.replaceWith(document.createElement("textarea")));
  expect((await axe(page, "main")).map((it) => it.id)).toEqual(["label"]);
});

test.runIf(engine !== "webkit")("errors are told, a dark page is dark, a phone's width is kept", async () => {
  const page = await lab.open("", { colorScheme: "dark", reducedMotion: true, width: 320, height: 640 });
  const media = () => [
    matchMedia("(prefers-color-scheme: dark)").matches,
    matchMedia("(prefers-reduced-motion)").matches,
  ];
  expect(await page.evaluate(media)).toEqual([true, true]);
  expect(await page.evaluate(() => innerWidth)).toBe(320);
  expect(page.errors()).toContain("one complaint");
});

test("a screenshot is a PNG", async () => {
  const page = await lab.open("");
  expect([...(await page.screenshot()).slice(1, 4)].map((byte) => String.fromCharCode(byte)).join("")).toBe("PNG");
});
