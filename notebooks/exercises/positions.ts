/** Where things stand in a JSON text, so that an error can name a line: path → offset of the value. */

export type Path = readonly (string | number)[];

const key = (path: Path): string => JSON.stringify(path);

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}]|$)/y;
const STRING = /"(?:[^"\\\n]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/** Reads JSON by its grammar; stops where the text leaves it. */
class Scanner {
  readonly found = new Map<string, number>();
  at = 0;
  private readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  /** Whether the whole text was JSON; `at` is where it stopped. */
  read(): boolean {
    const isValue = this.value([]);
    this.space();
    return isValue && this.at === this.json.length;
  }

  private space(): void {
    while (" \t\r\n".includes(this.json[this.at] ?? "x")) this.at++;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.json)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private is(char: string): boolean {
    this.space();
    if (this.json[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private list(close: string, one: (index: number) => boolean): boolean {
    if (this.is(close)) return true;
    for (let index = 0; one(index); index++) {
      if (this.is(close)) return true;
      if (!this.is(",")) return false;
    }
    return false;
  }

  private member(path: Path): boolean {
    this.space();
    const name = this.take(STRING);
    return name !== null && this.is(":") && this.value([...path, JSON.parse(name) as string]);
  }

  private value(path: Path): boolean {
    this.space();
    this.found.set(key(path), this.at);
    if (this.is("{")) return this.list("}", () => this.member(path));
    if (this.is("[")) return this.list("]", (index) => this.value([...path, index]));
    return this.take(STRING) !== null || this.take(LITERAL) !== null;
  }
}

/** Offsets of every value of a JSON text, by path. Texts that are not JSON give what was read so far. */
export function positionsOf(json: string): Map<string, number> {
  const scanner = new Scanner(json);
  scanner.read();
  return scanner.found;
}

/** Where a text that is not JSON stops being JSON. */
export function syntaxOffset(json: string): number {
  const scanner = new Scanner(json);
  scanner.read();
  return scanner.at;
}

/** Offset of the value at a path, or of the nearest enclosing value that is there. */
export function offsetOf(positions: ReadonlyMap<string, number>, path: Path): number {
  for (let n = path.length; n >= 0; n--) {
    const found = positions.get(key(path.slice(0, n)));
    if (found !== undefined) return found;
  }
  return 0;
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset && i < text.length; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}
