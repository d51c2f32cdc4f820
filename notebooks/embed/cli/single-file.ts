/**
 * The whole course as one HTML file that opens from disk: the first page complete, all others as data, one classic
 * script. Its policy allows that script and readers' cage and no request at all.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { escapeHtml, scriptJson } from "../../build/html.ts";
import { PAGE_DATA_ID, type PageData } from "../../page/page-data.ts";
import { FIRST_PAGE, pageAddress, SINGLE_DATA_ID, type SingleData, type SinglePage } from "../single-data.ts";
import { type Course, classicScript, inlineScript } from "./course.ts";

export async function singleFile(course: Course): Promise<string> {
  const { site, root } = course;
  const paths = new Set(site.paths);
  const html = new Map([...paths].map((path) => [path, site.html(path) ?? ""]));
  const pages = Object.fromEntries([...html].map(([path, text]) => [path, singlePage(path, text, paths)]));
  const modules = [...new Set(Object.values(pages).flatMap((it) => it.modules))];
  const { code, css } = await classicScript(course, "single-page.ts", modules);
  const search = site.searchIndex().map((it) => ({ ...it, href: withinFile(it.href, FIRST_PAGE, paths) }));
  const data: SingleData = { v: 1, pages, search };
  const icon = readFileSync(join(root, "public/icon.svg"));
  return document({
    html: html.get(FIRST_PAGE) ?? "",
    main: pages[FIRST_PAGE]?.main ?? "",
    data,
    script: inlineScript(code),
    css,
    paths,
    frameHash: course.cage.frameHash,
    icon: `data:image/svg+xml;base64,${icon.toString("base64")}`,
  });
}

interface Parts {
  html: string;
  main: string;
  data: SingleData;
  script: string;
  css: string;
  paths: ReadonlySet<string>;
  frameHash: string;
  icon: string;
}

function document({ html, main, data, script, css, paths, frameHash, icon }: Parts): string {
  const page = data.pages[FIRST_PAGE];
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' '${frameHash}' blob: 'wasm-unsafe-eval'`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "connect-src blob:",
    "worker-src blob:",
    "frame-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const around = (tag: string): string =>
    withLinks(new RegExp(`<${tag}\\b[\\s\\S]*?</${tag}>`).exec(html)?.[0] ?? "", FIRST_PAGE, paths);
  return `<!doctype html>
<html lang="en" data-page="${page?.kind ?? "course"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page?.title ?? "daxlab")}</title>
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="${icon}">
<style>${css.replaceAll("</style", "<\\/style")}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
${around("header")}
<main id="main" tabindex="-1">
${main}
</main>
${around("footer")}
<script type="application/json" id="${SINGLE_DATA_ID}">${scriptJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Takes apart what build/shell.ts put together. */
function singlePage(path: string, html: string, paths: ReadonlySet<string>): SinglePage {
  const found = (pattern: RegExp): string => {
    const text = pattern.exec(html)?.[1];
    if (text === undefined) throw new Error(`${path}: no ${pattern.source}`);
    return text;
  };
  const block = found(new RegExp(`<script type="application/json" id="${PAGE_DATA_ID}">([\\s\\S]*?)</script>`));
  const data = JSON.parse(block) as PageData;
  const lessons = data.lessons.map((it) => ({ ...it, href: withinFile(it.href, path, paths) }));
  return {
    title: unescapeHtml(found(/<title>([\s\S]*?)<\/title>/)),
    kind: found(/<html [^>]*data-page="(\w+)"/),
    main: withLinks(found(/<main id="main" tabindex="-1">\n([\s\S]*)\n<\/main>/), path, paths),
    data: JSON.stringify({ ...data, lessons }),
    modules: [...html.matchAll(/<script type="module" src="([^"]+)">/g)].map((it) => it[1] ?? ""),
  };
}

const unescapeHtml = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

const withLinks = (html: string, path: string, paths: ReadonlySet<string>): string =>
  html.replace(
    /(<a\b[^>]*?\bhref=")([^"]*)"/g,
    (_, start: string, href: string) => `${start}${withinFile(href, path, paths)}"`,
  );

/** A link of the page at `path`, for the single file; links to elsewhere stay. */
export function withinFile(href: string, path: string, paths: ReadonlySet<string>): string {
  if (href.startsWith("#") || /^[a-z][a-z+.-]*:/i.test(href)) return href;
  const [target = "", hash] = href.split("#");
  const to = posix.normalize(posix.join(posix.dirname(path), target));
  // The reference of the package is beside the course, not in it.
  if (to.startsWith("api/")) return pageAddress("host.html", "#library");
  return paths.has(to) ? pageAddress(to, hash === undefined ? "" : `#${hash}`) : href;
}
