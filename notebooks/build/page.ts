/**
 * A page of its own: every `notebooks/<name>.html` that is not a lesson. The file holds a <title>, a description and what
 * belongs into <main>; the frame comes around it. `<div data-part="glossary"></div>` is filled by the part of that name.
 */
import { PARTS } from "./parts.ts";
import type { ShellPage } from "./shell.ts";
import type { SiteContext } from "./site-context.ts";
import { unbroken } from "./unbroken.ts";

export function pageOf(path: string, source: string, context: SiteContext): ShellPage {
  const title = /<title>([\s\S]*?)<\/title>/.exec(source)?.[1]?.trim();
  const description = /<meta\s+name="description"\s+content="([^"]*)"\s*\/?>/.exec(source)?.[1];
  const main = /<main>([\s\S]*)<\/main>/.exec(source)?.[1];
  if (title === undefined || description === undefined || main === undefined) {
    throw new Error(`notebooks/${path}: a page has <title>, <meta name="description" content="…"> and <main>`);
  }
  const head = [...source.matchAll(/<script type="module" src="[^"]+"><\/script>/g)].map((it) => `${it[0]}\n`).join("");
  return {
    path,
    title,
    description,
    kind: path === "index.html" ? "course" : "plain",
    main: unbroken(fill(main.trim(), path, context)),
    head,
  };
}

function fill(main: string, path: string, context: SiteContext): string {
  return main.replace(/<div data-part="([\w-]+)"([^>]*)><\/div>/g, (_, name: string, rest: string) => {
    const part = PARTS[name];
    if (!part) {
      throw new Error(`notebooks/${path}: there is no part "${name}"; known: ${Object.keys(PARTS).join(", ")}`);
    }
    const options = Object.fromEntries([...rest.matchAll(/data-([\w-]+)="([^"]*)"/g)].map((it) => [it[1], it[2]]));
    return part(context, options as Record<string, string>);
  });
}
