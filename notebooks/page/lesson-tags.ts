/**
 * The tags of a lesson file, with offsets and lines. It reads the small part of HTML that notebooks use (doctype,
 * comments, `notebook`, `title`, `script`) and refuses everything else, so that nothing is lost unnoticed.
 */
export class LessonError extends Error {
  override name = "LessonError";
  readonly file: string;
  readonly line: number;
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.file = file;
    this.line = line;
  }
}

export interface Tag {
  /** "notebook", "/notebook", "title" or "script". */
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Offset and line of its `<`. */
  from: number;
  line: number;
  /** What stands between start and end tag, for title and script. */
  body: string | null;
  bodyFrom: number;
  bodyTo: number;
  bodyLine: number;
}

const PIECE = /<!doctype\s+html\s*>|<!--[\s\S]*?-->|<(\/?[a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/giy;
const ATTRIBUTE = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const WITH_BODY = new Set(["title", "script"]);

export function tagsOf(text: string, file: string): Tag[] {
  const tags: Tag[] = [];
  let at = 0;
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  const refuse = (offset: number, message: string): never => {
    throw new LessonError(file, lineOf(offset), message);
  };
  while (at < text.length) {
    const space = /\s*/y;
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    PIECE.lastIndex = at;
    const match = PIECE.exec(text);
    if (match === null) {
      return refuse(at, `text outside of cells would be lost; put it into <script id="…" type="text/markdown">`);
    }
    const from = at;
    at += match[0].length;
    if (match[1] === undefined) continue;
    const name = match[1].toLowerCase();
    if (!WITH_BODY.has(name) && name !== "notebook" && name !== "/notebook") {
      refuse(from, `<${name}> is not part of a lesson; prose stands in cells of type text/markdown or text/html`);
    }
    const end = WITH_BODY.has(name) ? endOf(text, at, name) : null;
    if (WITH_BODY.has(name) && end === null) refuse(from, `<${name}> is not closed`);
    tags.push({
      name,
      attributes: attributesOf(match[2] ?? ""),
      from,
      line: lineOf(from),
      body: end === null ? null : text.slice(at, end.from),
      bodyFrom: at,
      bodyTo: end?.from ?? at,
      bodyLine: lineOf(at),
    });
    at = end?.to ?? at;
  }
  return tags;
}

function endOf(text: string, at: number, name: string): { from: number; to: number } | null {
  const end = new RegExp(`</${name}[\\s/]*>`, "gi");
  end.lastIndex = at;
  const match = end.exec(text);
  return match === null ? null : { from: match.index, to: match.index + match[0].length };
}

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(ATTRIBUTE)) {
    const name = (match[1] ?? "").toLowerCase();
    if (!found.has(name)) found.set(name, match[2] ?? match[3] ?? match[4] ?? "");
  }
  return found;
}

export const between = (tag: Tag): string => unescapeCell(tag.body ?? "");

/** As Notebook Kit writes it: a cell may hold `</script>`, the file may not. */
export const escapeCell = (text: string): string => text.replace(/<(?=\\*\/script(\s|>|$))/gi, "<\\");
export const unescapeCell = (text: string): string => text.replace(/<\\(?=\\*\/script(\s|>))/gi, "<");
