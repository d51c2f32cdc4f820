/**
 * The frame around every page: head, header, footer. One policy for all of them: scripts from this site only, wasm but
 * no eval, no request to any other host. Styles may stand inline because the editor writes its own.
 */
import { escapeHtml, scriptJson } from "./html.ts";

export interface ShellPage {
  /** Relative to the site's root: "lessons/09-….html". */
  path: string;
  title: string;
  description: string;
  kind: "lesson" | "course" | "plain";
  /** Everything inside of <main>. */
  main: string;
  /** Scripts and other head elements of the page's own, as HTML. */
  head?: string;
  /** The page's data for its scripts. */
  data?: unknown;
  /** Text of the page's module script. */
  script?: string;
  /** It does not wait for the document. */
  isScriptAsync?: boolean;
}

export interface CageSources {
  scriptSrc: readonly string[];
  workerSrc: readonly string[];
}

export interface ShellSite {
  /** Address that the site is built for, with a slash at its end; undefined: any. */
  site: string | undefined;
  /** "0.1.0 · 3fa2c1" */
  edition: string;
  /** What the frame in which readers' code runs needs of the pages' policy. */
  cage: CageSources;
}

const NAVIGATION: readonly [string, string][] = [
  ["index.html#course", "Course"],
  ["glossary.html", "Glossary"],
  ["model.html", "Model and kernel"],
  ["search.html", "Search"],
];

const FOOTER: readonly [string, string][] = [
  ["cheat-sheet.html", "Cheat sheet"],
  ["timeline.html", "Timeline"],
  ["references.html", "References"],
  ["performance.html", "Performance"],
  ["teach.html", "Teach"],
  ["embed-gallery.html", "Embed"],
  ["api/index.html", "Package"],
  ["about.html", "About"],
];

export function policyOf({ scriptSrc, workerSrc }: CageSources): string {
  const sources = (list: readonly string[]) => [...new Set(["'self'", ...list])].join(" ");
  return [
    "default-src 'none'",
    `script-src ${sources(scriptSrc)}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    `worker-src ${sources(workerSrc)}`,
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The mark of the site: a thread from a bad line to whoever is told. */
const MARK = `<svg class="thread-mark" width="32" height="32" viewBox="0 0 32 32" aria-hidden="true"><path class="mark-map" d="M4 27h24M4 22h24"/><rect class="mark-bad" x="9" y="21" width="5" height="7"/><path class="mark-thread" d="M11.5 21c0-9 13-4 13-14"/><circle class="mark-end" cx="24.5" cy="5.5" r="2.5"/></svg>`;

const rootFrom = (path: string): string => "../".repeat(path.split("/").length - 1);

function links(entries: readonly [string, string][], root: string, path: string): string {
  return entries
    .map(([href, text]) => {
      const current = href === path ? ' aria-current="page"' : "";
      return `<li><a href="${root}${href}"${current}>${text}</a></li>`;
    })
    .join("");
}

function absolute(page: ShellPage, { site }: ShellSite): string {
  if (site === undefined || page.path === "404.html") return "";
  const url = escapeHtml(site + (page.path === "index.html" ? "" : page.path));
  const slug = /^lessons\/(.+)\.html$/.exec(page.path)?.[1];
  const embed =
    slug === undefined
      ? ""
      : `<link rel="alternate" type="application/json+oembed" href="${escapeHtml(`${site}oembed/${slug}.json`)}" title="${escapeHtml(page.title)}">\n`;
  return `<link rel="canonical" href="${url}">\n<meta property="og:url" content="${url}">\n${embed}`;
}

export function shell(page: ShellPage, site: ShellSite): string {
  const root = rootFrom(page.path);
  const title = page.path === "index.html" ? page.title : `${page.title} · daxlab`;
  const description = escapeHtml(page.description);
  const data =
    page.data === undefined
      ? ""
      : `<script type="application/json" id="daxlab-page">${scriptJson(page.data)}</script>\n`;
  const when = page.isScriptAsync ? " async" : "";
  const script = page.script === undefined ? "" : `<script type="module"${when}>\n${page.script}\n</script>\n`;
  return `<!doctype html>
<html lang="en" data-page="${page.kind}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policyOf(site.cage))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${description}">
<meta property="og:title" content="${escapeHtml(page.title)}">
<meta property="og:description" content="${description}">
<meta property="og:type" content="article">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${absolute(page, site)}<link rel="icon" href="${root}icon.svg" type="image/svg+xml">
<link rel="manifest" href="${root}site.webmanifest">
<link rel="stylesheet" href="/style/site.css">
${page.head ?? ""}</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="site-header">
<a class="brand" href="${root}index.html">${MARK}<span>daxlab</span></a>
<nav aria-label="Site"><ul>${links(NAVIGATION, root, page.path)}</ul></nav>
<div class="site-tools" data-tools></div>
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
<footer class="site-footer">
<nav aria-label="More"><ul>${links(FOOTER, root, page.path)}</ul></nav>
<p>Edition ${escapeHtml(site.edition)}. <span>Code under MIT, lessons under CC BY 4.0. Nothing that you type leaves your device.</span><span data-offline></span></p>
</footer>
${data}${script}</body>
</html>
`;
}
