/** Everything that other pages fetch, as files of the built site. */
import { join, posix } from "node:path";
import { build } from "vite";
import { escapeHtml, scriptJson } from "../../build/html.ts";
import type { BuiltLesson } from "../../build/lesson-build.ts";
import { PAGE_DATA_ID, type PageData } from "../../page/page-data.ts";
import { shortHash } from "../../page/release-data.ts";
import { addressOf } from "../address.ts";
import { type EmbedLesson, HANDOVER } from "../embed-data.ts";
import { type Course, classicScript } from "./course.ts";

type Source = Pick<Course, "root" | "site">;

/** Names and texts; `address` is the absolute one of the site. */
export async function embedFiles(course: Source, address?: string): Promise<[string, string][]> {
  const { code, css } = await classicScript(course, "embed-page.ts");
  const lessons = course.site.lessons;
  return [
    ["embed.html", EMBED_HTML],
    ["embed.js", code],
    ["embed.css", css],
    ["dax-lab.js", await elementModule(course.root)],
    ...lessons.map((it): [string, string] => [`embed/${it.slug}.js`, lessonScript(course.site.html(pathOf(it)) ?? "")]),
    ...(address === undefined
      ? []
      : lessons.map((it): [string, string] => [
          `oembed/${it.slug}.json`,
          oembed(it, address, course.site.html(pathOf(it)) ?? ""),
        ])),
  ];
}

const pathOf = ({ slug }: BuiltLesson): string => `lessons/${slug}.html`;

/**
 * No module, no request: an opaque frame can have neither. Scripts are not named by origin, because such a frame has
 * none; nothing may be asked of the network from here, and readers' code has the cage's stricter policy.
 */
const POLICY = [
  "default-src 'none'",
  "script-src * 'unsafe-inline' blob: 'wasm-unsafe-eval'",
  "style-src * 'unsafe-inline'",
  "img-src data: blob:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const EMBED_HTML = `<!doctype html>
<html lang="en" data-page="embed">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>daxlab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="embed.css">
</head>
<body>
<main id="main" tabindex="-1"><noscript>This part of <a href="index.html" target="_blank" rel="noopener">daxlab</a> needs scripts; the site can be read without them.</noscript></main>
<footer class="embed-foot"><a href="index.html" target="_blank" rel="noopener">daxlab</a></footer>
<script src="embed.js"></script>
</body>
</html>
`;

function dataOf(html: string): PageData {
  const block = new RegExp(`<script type="application/json" id="${PAGE_DATA_ID}">([\\s\\S]*?)</script>`).exec(html);
  if (block?.[1] === undefined) throw new Error("a lesson's page has no data");
  return JSON.parse(block[1]) as PageData;
}

function lessonScript(html: string): string {
  const article = /<article class="notebook">[\s\S]*<\/article>/.exec(html)?.[0];
  if (article === undefined) throw new Error("a lesson's page has no article");
  const { search: _, ...data } = dataOf(html);
  const lesson: EmbedLesson = {
    v: 1,
    data: { ...data, lessons: data.lessons.map((it) => ({ ...it, href: fromRoot(it.href) })) },
    article: article.replace(
      /(<a\b[^>]*?\bhref=")([^"]*)"/g,
      (_all, start: string, href: string) => `${start}${fromRoot(href)}"`,
    ),
  };
  return `${HANDOVER}(${scriptJson(lesson)});\n`;
}

/** A lesson's link, from the site's root. */
const fromRoot = (href: string): string =>
  href.startsWith("#") || /^[a-z][a-z+.-]*:/i.test(href) ? href : posix.join("lessons", href);

const WIDTH = 800;
const HEIGHT = 600;

/** oEmbed 1.0, type "rich". */
export function oembed({ slug, lesson }: BuiltLesson, address: string, page: string): string {
  const engine = shortHash(dataOf(page).engine);
  const src = `${address}embed.html#${addressOf({ lesson: slug, engine })}`;
  const html = `<iframe src="${escapeHtml(src)}" title="${escapeHtml(lesson.title)}" width="${WIDTH}" height="${HEIGHT}" loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" allow="fullscreen; clipboard-write"></iframe>`;
  const answer = {
    type: "rich",
    version: "1.0",
    title: lesson.title,
    provider_name: "daxlab",
    provider_url: address,
    cache_age: 86400,
    width: WIDTH,
    height: HEIGHT,
    html,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** The custom element as one module. */
async function elementModule(root: string): Promise<string> {
  const result = await build({
    configFile: false,
    root: join(root, "notebooks"),
    publicDir: false,
    logLevel: "error",
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(root, "notebooks/embed/dax-lab.ts"), formats: ["es"], fileName: "dax-lab" },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((it) => ("output" in it ? it.output : []));
  const code = output.flatMap((it) => (it.type === "chunk" ? [it.code] : []));
  if (code.length !== 1) throw new Error(`dax-lab.ts: ${code.length} modules, expected 1`);
  return code[0] ?? "";
}
