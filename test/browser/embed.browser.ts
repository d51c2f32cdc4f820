/** Embeds in the places where people put them: each runs a cell to a result and tells the page around it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCourse } from "../../notebooks/embed/cli/course.ts";
import { embedFiles } from "../../notebooks/embed/cli/embed-files.ts";
import { type FromEmbed, readFromEmbed } from "../../notebooks/embed/messages.ts";
import { openLink } from "../../notebooks/page/share.ts";
import { pageSources } from "../../workers/policy.mjs";
import { axe } from "../support/axe.ts";
import { openLab } from "../support/lab.ts";
import type { Page, Scope } from "../support/page.ts";
import { ROOT, serveSite } from "../support/site.ts";

const LONG = { timeoutMs: 60_000 };
const LESSON = "09-one-device-two-filesystems";
const CELLS = `lesson=${LESSON}&cells=merged..wrong-door&id=f1`;

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daxlab-embed-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const write = (folder: string, name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

const files = temporary();
const course = await openCourse(ROOT);
for (const [name, text] of await embedFiles(course, "https://lab.example/")) write(files, name, text);
const hosts = temporary();
write(
  hosts,
  "host.js",
  `window.heard = []; addEventListener("message", (event) => window.heard.push(event.data));
   addEventListener("dax-lab", (event) => window.heard.push(event.detail));`,
);
let pages = 0;
/** A page of somebody else's, with this inside; gives its path. */
function hostPage(body: string): string {
  pages += 1;
  const name = `host-${pages}.html`;
  const head = `<meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">`;
  write(
    hosts,
    name,
    `<!doctype html><html lang="en"><head>${head}<script src="host.js"></script></head><body>${body}</body></html>`,
  );
  return name;
}

/** Modules of another origin are read only with its permission; frames and classic scripts need none. */
const headers = (path: string): Record<string, string> =>
  path.endsWith("dax-lab.js") ? { "Access-Control-Allow-Origin": "*" } : {};
const lab = await openLab({ folder: files, base: "/some/path/", headers });
const other = await serveSite({ folder: hosts });
afterAll(() => other.stop());
/** By a name, which is another site than the number that the lab has. */
const thirdParty = other.url.replace("127.0.0.1", "localhost");

interface Place {
  attributes?: string;
  address?: string;
  site?: string;
  style?: string;
}

async function openEmbed({ attributes = "", address = CELLS, site = other.url, style = "" }: Place): Promise<Page> {
  const frame = `<iframe src="${lab.site.url}embed.html#${address}" title="Lab" width="700" height="300" ${attributes} ${style}></iframe>`;
  return lab.open(site + hostPage(frame));
}

const heard = async (page: Page): Promise<FromEmbed[]> =>
  (await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).flatMap(
    (it) => readFromEmbed(it) ?? [],
  );

async function runCell(page: Page, frame: Scope, cell: string): Promise<string> {
  await frame.waitFor("html[data-live]", LONG);
  await frame.waitFor(`section[data-cell="${cell}"] [data-action=run]`, LONG);
  await frame.evaluate((slug: string) => {
    document.querySelector<HTMLElement>(`section[data-cell="${slug}"] [data-action=run]`)?.click();
  }, cell);
  const got = await page.waitFor(
    (slug: string) =>
      (window as unknown as { heard: { type: string; cell: string; text: string }[] }).heard.find(
        (it) => it.type === "result" && it.cell === slug,
      )?.text ?? false,
    LONG,
    cell,
  );
  return String(got);
}

const PLACES: [string, Place][] = [
  ["a page of another origin", {}],
  ["a third party's page", { site: thirdParty }],
  ["an opaque sandbox", { attributes: 'sandbox="allow-scripts"', site: thirdParty }],
  ["a hidden frame", { style: 'style="display:none"' }],
  ["a frame below the fold", { style: 'style="margin-top:5000px"' }],
];

describe("where an embed stands", () => {
  test.each(PLACES)("%s: a cell runs to its result", async (_name, place) => {
    const page = await openEmbed(place);
    expect(await runCell(page, page.frame("iframe"), "wrong-door")).toContain("told: nobody");
    const messages = await heard(page);
    expect(messages[0]).toMatchObject({ daxlab: 1, type: "ready", id: "f1", lesson: LESSON });
    expect(messages.filter((it) => it.type === "state").map((it) => it.state)).toContain("running");
    expect(page.errors()).toEqual([]);
  });

  test("a page with a strict policy", async () => {
    const policy = `default-src 'none'; img-src data:; script-src 'self'; frame-src ${new URL(lab.site.url).origin}`;
    const strict = await serveSite({ folder: hosts, headers: { "Content-Security-Policy": policy } });
    const page = await openEmbed({ site: strict.url });
    expect(await runCell(page, page.frame("iframe"), "wrong-door")).toContain("told: nobody");
    expect(page.errors()).toEqual([]);
    await strict.stop();
  });

  test("a lab whose server sends a policy of its own", async () => {
    const { scriptSrc, workerSrc } = pageSources(course.cage.frameHash);
    const policy = [
      "default-src 'none'",
      `script-src 'self' ${scriptSrc.join(" ")}`,
      `worker-src ${workerSrc.join(" ")}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src data:",
    ].join("; ");
    const strict = await serveSite({ folder: files, headers: { "Content-Security-Policy": policy } });
    const frame = `<iframe src="${strict.url}embed.html#${CELLS}" title="Lab" width="700" height="300"></iframe>`;
    const page = await lab.open(thirdParty + hostPage(frame));
    expect(await runCell(page, page.frame("iframe"), "wrong-door")).toContain("told: nobody");
    expect(page.errors()).toEqual([]);
    await strict.stop();
  });

  test("where nothing can be kept, the embed says so", async () => {
    const page = await openEmbed({ attributes: 'sandbox="allow-scripts"', site: thirdParty });
    await page.frame("iframe").waitFor('[data-saved="unsaved"]', LONG);
  });
});

describe("what an embed shows", () => {
  const shown = (scope: Scope) =>
    scope.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("section[data-cell]")]
        .filter((it) => it.offsetHeight > 0)
        .map((it) => it.dataset.cell),
    );

  test("one figure is alone, and its height is told", async () => {
    const page = await openEmbed({ address: `lesson=${LESSON}&figure=thread&id=f1&theme=dark&step=3` });
    const frame = page.frame("iframe");
    await frame.waitFor("html[data-live] figure", LONG);
    expect(await shown(frame)).toEqual(["thread"]);
    expect(await frame.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    const inner = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    const heights = (await heard(page)).filter((it) => it.type === "height").map((it) => it.height);
    expect(Math.abs((heights.at(-1) ?? 0) - inner)).toBeLessThanOrEqual(2);
  });

  test("axe finds nothing in an embed", async () => {
    const page = await lab.open(`embed.html#${CELLS}`);
    await page.waitFor("html[data-live]", LONG);
    expect(await axe(page)).toEqual([]);
  });

  test("a range of cells is those from one to the other", async () => {
    const page = await openEmbed({});
    await page.frame("iframe").waitFor("html[data-live]", LONG);
    const cells = await shown(page.frame("iframe"));
    expect([cells[0], cells.at(-1)]).toEqual(["merged", "wrong-door"]);
  });

  test("a cell that is not there is named, and so is a damaged address", async () => {
    const page = await openEmbed({ address: `lesson=${LESSON}&cells=nowhere` });
    await page.frame("iframe").waitFor('[role="alert"]', LONG);
    expect(await page.frame("iframe").text('[role="alert"]')).toContain("nowhere");
    const damaged = await openEmbed({ address: "lesson=../../x" });
    await damaged.frame("iframe").waitFor('[role="alert"]', LONG);
    expect(await damaged.frame("iframe").text('[role="alert"]')).toContain("lesson:");
  });

  test("“Open in full” takes along what was written", async () => {
    const page = await openEmbed({});
    const frame = page.frame("iframe");
    await frame.waitFor("html[data-live]", LONG);
    await frame.click('section[data-cell="wrong-door"] pre.code');
    await frame.waitFor('section[data-cell="wrong-door"] .cm-focused', LONG);
    await page.type("/* mine */ ");
    await frame.waitFor(
      () => document.querySelector<HTMLAnchorElement>("[data-action=open-full]")?.hash.startsWith("#v1."),
      LONG,
    );
    const href = await frame.evaluate(
      () => document.querySelector<HTMLAnchorElement>("[data-action=open-full]")?.href ?? "",
    );
    expect(href).toContain(`${lab.site.url}lessons/${LESSON}.html#v1.`);
    const opened = await openLink(new URL(href).hash);
    expect(opened.kind === "shared" && Object.values(opened.shared.cells).join()).toContain("/* mine */");
  });

  test("the page around it changes colours and the moment, and nothing else", async () => {
    const page = await openEmbed({});
    const frame = page.frame("iframe");
    await frame.waitFor("html[data-live]", LONG);
    const theme = () => frame.evaluate(() => document.documentElement.dataset.theme ?? "auto");
    const say = (message: object) =>
      page.evaluate((it: object) => document.querySelector("iframe")?.contentWindow?.postMessage(it, "*"), message);
    await say({ daxlab: 1, id: "f2", type: "theme", theme: "dark" });
    await say({ daxlab: 2, id: "f1", type: "theme", theme: "dark" });
    await say({ daxlab: 1, id: "f1", type: "run", cell: "wrong-door" });
    await say({ daxlab: 1, id: "f1", type: "theme", theme: "light" });
    await frame.waitFor('html[data-theme="light"]', LONG);
    expect(await theme()).toBe("light");
    expect((await heard(page)).filter((it) => it.type === "state" && it.state === "running")).toEqual([]);
  });
});

describe("the language that the page around it names", () => {
  const spoken = (scope: Scope, cell = "wrong-door") =>
    scope.evaluate(
      (slug: string) => document.querySelector(`section[data-cell="${slug}"] [data-action=run]`)?.textContent?.trim(),
      cell,
    );

  test("before it is alive is that of its controls; later it stays as it is", async () => {
    // Nobody sees it, so it waits for a moment before it comes alive.
    const page = await openEmbed({ style: 'style="display:none"' });
    await page.waitFor(() => {
      const { heard } = window as unknown as { heard: { type: string }[] };
      if (!heard.some((it) => it.type === "ready")) return false;
      const message = { daxlab: 1, id: "f1", type: "lang", lang: "de" };
      document.querySelector("iframe")?.contentWindow?.postMessage(message, "*");
      return true;
    }, LONG);
    const frame = page.frame("iframe");
    await frame.waitFor("html[data-live]", LONG);
    await frame.waitFor('section[data-cell="wrong-door"] [data-action=run]', LONG);
    expect(await spoken(frame)).toBe("Ausführen");
    await page.evaluate(() =>
      document
        .querySelector("iframe")
        ?.contentWindow?.postMessage({ daxlab: 1, id: "f1", type: "lang", lang: "en" }, "*"),
    );
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    expect(await spoken(frame)).toBe("Ausführen");
  });
});

describe("<dax-lab>", () => {
  const element = (attributes: string) =>
    `<dax-lab src="lessons/${LESSON}.html" ${attributes}><p class="kept">What it said.</p></dax-lab>`;
  const body = `<script type="module" src="${lab.site.url}dax-lab.js"></script>`;

  test("twice on a page: each as high as its content, no global, nothing left when they go", async () => {
    const page = await lab.open(other.url + hostPage(body + element('figure="thread"') + element('cells="merged"')));
    const heights = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("dax-lab")].map(
          (it) => it.shadowRoot?.querySelector("iframe")?.offsetHeight ?? 0,
        ),
      );
    await page.waitFor(
      () =>
        [...document.querySelectorAll("dax-lab")].every(
          (it) => (it.shadowRoot?.querySelector("iframe")?.offsetHeight ?? 0) > 100,
        ),
      LONG,
    );
    expect(new Set(await heights()).size).toBe(2);
    const globals = await page.evaluate(() => Object.keys(window).filter((it) => /dax/i.test(it)));
    expect(globals).toEqual([]);
    await page.evaluate(() => {
      for (const it of document.querySelectorAll("dax-lab")) it.remove();
    });
    expect(await page.evaluate(() => window.frames.length)).toBe(0);
    expect(page.errors()).toEqual([]);
  });

  test.each(["http://[", "embed-gallery.html", ""])(
    "an address that is no lesson's (%j) is said beside its content; the right one, given later, opens",
    async (src) => {
      const broken = `<dax-lab src="${src}"><p class="kept">What it said.</p></dax-lab>`;
      const page = await lab.open(other.url + hostPage(body + broken));
      await page.waitFor(() => document.querySelector("dax-lab")?.shadowRoot?.querySelector("[role=alert]"), LONG);
      const said = () =>
        page.evaluate(() => document.querySelector("dax-lab")?.shadowRoot?.querySelector("[role=alert]")?.textContent);
      expect(await said()).toBe(
        `<dax-lab src="${src}">: expected the address of a lesson, such as lessons/09-one-device-two-filesystems.html`,
      );
      expect(
        await page.evaluate(() => document.querySelector<HTMLElement>(".kept")?.offsetHeight ?? 0),
      ).toBeGreaterThan(0);
      await page.evaluate(
        (it: string) => document.querySelector("dax-lab")?.setAttribute("src", it),
        `lessons/${LESSON}.html`,
      );
      await page.waitFor(() => document.querySelector("dax-lab")?.shadowRoot?.querySelector("iframe"), LONG);
      expect(await said()).toBeUndefined();
      expect(page.errors()).toEqual([]);
    },
  );

  test("where frames are forbidden its content stays", async () => {
    const origin = new URL(lab.site.url).origin;
    const policy = `default-src 'none'; script-src 'self' ${origin}; style-src 'self'`;
    const strict = await serveSite({ folder: hosts, headers: { "Content-Security-Policy": policy } });
    const page = await lab.open(strict.url + hostPage(body + element('figure="thread"')));
    await page.waitFor(() => customElements.get("dax-lab") !== undefined, LONG);
    expect(await page.evaluate(() => document.querySelector<HTMLElement>(".kept")?.offsetHeight ?? 0)).toBeGreaterThan(
      0,
    );
    await strict.stop();
  });
});

test("every lesson has an oEmbed answer that leads to its embed", () => {
  for (const { slug, lesson } of course.site.lessons) {
    const answer = JSON.parse(readFileSync(join(files, `oembed/${slug}.json`), "utf8")) as Record<string, unknown>;
    expect(answer).toMatchObject({ type: "rich", version: "1.0", title: lesson.title, width: 800, height: 600 });
    const src = `https://lab.example/embed.html#lesson=${slug}&amp;engine=${course.cage.engineHash.slice(0, 12)}`;
    expect(answer.html).toContain(`src="${src}"`);
  }
});
