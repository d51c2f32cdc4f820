/**
 * What can go wrong outside the modelled kernel. A refusal by the kernel is an event and never one of these.
 *
 * Only `name` and plain fields are relied upon, never `instanceof`: errors cross threads as data.
 */

/** A malformed scene, step or size. Says where, what it got and what it expected. */
export class SceneError extends Error {
  override readonly name = "SceneError";
  /** Where in the machine value: `steps[3].device`. */
  readonly path: string;
  /** What stood there, as text. */
  readonly got: string;
  readonly expected: string;

  constructor(path: string, got: unknown, expected: string) {
    const gotText = typeof got === "string" && got.startsWith("\0") ? got.slice(1) : show(got);
    super(`${path}: got ${gotText}, expected ${expected}`);
    this.path = path;
    this.got = gotText;
    this.expected = expected;
  }
}

/** A broken invariant inside the engine: the instance that threw it is discarded. */
export class EngineCrash extends Error {
  override readonly name = "EngineCrash";
  /** Source position inside the engine, if it said one. */
  readonly at: string;

  constructor(message: string, at = "") {
    super(at === "" ? message : `${message} (${at})`);
    this.at = at;
  }
}

/** A file that cannot be read as what it should be. Line and column count from 1; 0 where none applies. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(file: string, message: string, line = 0, column = 0) {
    super(line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/** A value as it would stand in a message: short, quoted, never throwing. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "number") return `${value}`;
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
