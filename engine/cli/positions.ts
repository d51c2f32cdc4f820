/** Where a value stands in a JSON text: "steps[3].device" → line and column, both from 1. */

export interface Position {
  line: number;
  column: number;
}

const TOKEN = /\s*(?:([{}[\]:,])|("(?:[^"\\]|\\.)*")|([^\s{}[\]:,"]+))/y;

/** Position of the value at `path`, or of the deepest thing around it that is there. The text is JSON. */
export function positionOf(json: string, path: string): Position {
  const keys = [...path.matchAll(/[^.[\]]+/g)].map((it) => it[0]);
  const offset = walk(json, keys);
  const before = json.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function walk(json: string, keys: readonly string[]): number {
  let best = json.search(/\S/);
  /** Keys of the containers that are open, and how many of them are on the path. */
  const open: { key: string | number; isList: boolean }[] = [];
  let matched = 0;
  let key: string | null = null;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(json); token !== null; token = TOKEN.exec(json)) {
    const [text = "", mark, string] = token;
    const at = TOKEN.lastIndex - text.trimStart().length;
    const top = open.at(-1);
    if (mark === ",") {
      if (top?.isList) top.key = Number(top.key) + 1;
      key = null;
      continue;
    }
    if (mark === ":") continue;
    if (mark === "}" || mark === "]") {
      open.pop();
      matched = Math.min(matched, open.length);
      continue;
    }
    if (top !== undefined && !top.isList && key === null && string !== undefined) {
      key = JSON.parse(string) as string;
      top.key = key;
      continue;
    }
    const isNext = open.length === 0 || (matched === open.length - 1 && String(top?.key) === keys[matched]);
    if (isNext && open.length > 0) {
      matched++;
      best = at;
      if (matched === keys.length) return at;
    }
    if (mark === "{" || mark === "[") {
      open.push({ key: 0, isList: mark === "[" });
      key = null;
    }
  }
  return Math.max(0, best);
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
