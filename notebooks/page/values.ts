/**
 * A published value as HTML: leaf, tree, table or byte dump. Pure text, so the build writes it into the page in Node
 * and the live viewer (`ui/value-viewer.ts`) writes the same.
 *
 * What would be too much stands there folded: `<details data-path>` without content, and `data-count` on what shows
 * only a window of its rows. Every reader's text is escaped; nothing in a value becomes an element.
 */
import { type ValueStrings, valueStringsEn } from "../i18n/values.ts";
import {
  type Entry,
  MachineShown,
  NamesShown,
  type Published,
  type Shape,
  SourceShown,
  shapeOf,
  shownOf,
} from "./values-shape.ts";
import { escapeHtml, pageText } from "./values-text.ts";

/** Rows, entries and lines of sixteen bytes in one window. */
export const WINDOW = 50;
const BYTES_PER_LINE = 16;
/** Levels written at once. */
const DEPTH = 2;
const INLINE_CHARACTERS = 72;

export interface MarkupOptions {
  strings?: ValueStrings;
  /** First row of the window; default 0. */
  from?: number;
  /** What stands there folded is written later: `data-lazy` says how many levels of it. */
  isLater?: boolean;
}

/** What a cell published as the page shows it, complete in itself. */
export function valueMarkup(wire: Published, options: MarkupOptions = {}): string {
  return `<div class="value">${shownMarkup(shownOf(wire), "", [], options)}</div>`;
}

/** A value below `path`, for the live viewer. */
export function shownMarkup(value: unknown, name: string, path: readonly number[], options: MarkupOptions): string {
  const writer = new Writer(options.strings ?? valueStringsEn, options.isLater ?? false);
  return writer.whole(value, name, path, options.from ?? 0);
}

/** What is inside of a folded part. */
export function insideMarkup(
  [name, value]: Entry,
  path: readonly number[],
  strings: ValueStrings,
  depth = DEPTH,
): string {
  return new Writer(strings, false).inside(value, name, path, depth);
}

/** The value that a path of entry indices leads to. */
export function valueAt(value: unknown, path: readonly number[], strings = valueStringsEn): Entry {
  let at: Entry = ["", value];
  for (const index of path) {
    const next = partsOf(shapeOf(at[1], at[0], strings))[index];
    if (next === undefined) return ["", undefined];
    at = next;
  }
  return at;
}

function partsOf(shape: Shape): readonly Entry[] {
  if (shape.kind === "entries") return shape.entries;
  if (shape.kind !== "table") return [];
  return shape.rows.map((row, index) => [String(index), row]);
}

const keyOf = ([name]: Entry): string => `<span class="value-key">${escapeHtml(name)}</span> `;

class Writer {
  readonly #strings: ValueStrings;
  readonly #isLater: boolean;

  constructor(strings: ValueStrings, isLater: boolean) {
    this.#strings = strings;
    this.#isLater = isLater;
  }

  inside(value: unknown, name: string, path: readonly number[], depth: number): string {
    return this.#body(shapeOf(value, name, this.#strings), path, 0, depth);
  }

  /** Unfolded. */
  whole(value: unknown, name: string, path: readonly number[], from: number): string {
    const shape = shapeOf(value, name, this.#strings);
    if (shape.kind === "leaf") return this.#top(value, shape);
    if (value instanceof NamesShown) return this.#named(value.entries, path);
    const short = this.#inline(shape, name);
    if (short !== null) return `<code class="value-leaf">${escapeHtml(short)}</code>`;
    const title = escapeHtml(titleOf(shape, this.#strings));
    if (isFolded(value)) {
      const inside = this.#isLater ? "" : this.#body(shape, path, from, DEPTH);
      const fill = this.#isLater ? ` data-path="${path.join(".")}" data-lazy="${DEPTH}"` : "";
      return `<details class="value-node value-machine"${fill}><summary>${title}</summary>${inside}</details>`;
    }
    return `<p class="value-title">${title}</p>${this.#body(shape, path, from, DEPTH)}`;
  }

  /** One below the other; the last, for which the cell is there, is unfolded unless it is one that never is. */
  #named(entries: readonly Entry[], path: readonly number[]): string {
    const lines = entries.map((entry, index) => {
      const isOpen = index === entries.length - 1 && !isFolded(entry[1]);
      return `<li>${this.#part(entry, [...path, index], DEPTH, keyOf(entry), isOpen)}</li>`;
    });
    return `<ul class="value-entries">${lines.join("")}</ul>`;
  }

  /** A string that is the whole value keeps its lines. */
  #top(value: unknown, shape: Shape & { kind: "leaf" }): string {
    const isText = typeof value === "string" && (value.includes("\n") || value.length > INLINE_CHARACTERS);
    if (isText) return `<pre class="value-text" tabindex="0">${escapeHtml(value)}</pre>`;
    return leaf(shape, value);
  }

  /** `key` is markup that stands before it, in the summary where it is folded. */
  #part(entry: Entry, path: readonly number[], depth: number, key = "", isOpen = false): string {
    const [label, value] = entry;
    const shape = shapeOf(value, label, this.#strings);
    if (shape.kind === "leaf") return key + leaf(shape, value);
    const short = this.#inline(shape, label);
    if (short !== null) return `${key}<code class="value-leaf">${escapeHtml(short)}</code>`;
    const title = escapeHtml(titleOf(shape, this.#strings));
    const isLater = this.#isLater && isFolded(value) && depth > 0;
    const body = depth > 0 && !isLater ? this.#body(shape, path, 0, depth - 1) : "";
    const fill = isLater ? ` data-lazy="${depth - 1}"` : depth > 0 ? "" : " data-lazy";
    return `<details${isOpen ? " open" : ""} class="value-node" data-path="${path.join(".")}"${fill}><summary>${key}${title}</summary>${body}</details>`;
  }

  #body(shape: Shape, path: readonly number[], from: number, depth: number): string {
    if (shape.kind === "bytes") return this.#bytes(shape, path, from);
    if (shape.kind === "table") return this.#table(shape, path, from, depth);
    if (shape.kind !== "entries") return "";
    const shown = shape.entries.slice(from, from + WINDOW);
    const lines = shown.map(
      (entry, index) => `<li>${this.#part(entry, [...path, from + index], depth, keyOf(entry))}</li>`,
    );
    const list = `<ul class="value-entries">${lines.join("")}</ul>`;
    return this.#window(list, path, from, shown.length, shape.entries.length);
  }

  #table(shape: Shape & { kind: "table" }, path: readonly number[], from: number, depth: number): string {
    const heads = shape.columns.map((it) => `<th scope="col">${escapeHtml(it)}</th>`).join("");
    const shown = shape.rows.slice(from, from + WINDOW);
    const rows = shown.map((row, index) => {
      const cells = shape.columns.map((column) => {
        const place = Object.keys(row).indexOf(column);
        return `<td>${this.#part([column, row[column]], [...path, from + index, place], Math.min(depth, 0))}</td>`;
      });
      return `<tr><th scope="row">${from + index}</th>${cells.join("")}</tr>`;
    });
    const label = escapeHtml(shape.title);
    const table = `<table class="value-table"><thead><tr><td></td>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
    const scroll = `<div class="value-scroll" tabindex="0" role="group" aria-label="${label}">${table}</div>`;
    return this.#window(scroll, path, from, shown.length, shape.rows.length);
  }

  #bytes(shape: Shape & { kind: "bytes" }, path: readonly number[], from: number): string {
    const { view } = shape;
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const total = Math.ceil(bytes.length / BYTES_PER_LINE);
    const lines: string[] = [];
    for (let line = from; line < Math.min(total, from + WINDOW); line += 1) {
      lines.push(dumpLine(bytes, line * BYTES_PER_LINE, elementBytes(view)));
    }
    const label = escapeHtml(titleOf(shape, this.#strings));
    const dump = `<pre class="value-hex" dir="ltr" tabindex="0" aria-label="${label}">${escapeHtml(lines.join("\n"))}</pre>`;
    return this.#window(dump, path, from, lines.length, total);
  }

  /** Around what may be longer than its window. */
  #window(body: string, path: readonly number[], from: number, shown: number, count: number): string {
    if (count <= WINDOW) return body;
    const text = escapeHtml(this.#strings.window(from, from + shown - 1, count));
    const place = `data-path="${path.join(".")}" data-from="${from}" data-count="${count}"`;
    return `<div class="value-window" ${place}>${body}<p class="value-more">${text}</p></div>`;
  }

  /** Short lists and objects of leaves on one line. */
  #inline(shape: Shape, name: string): string | null {
    if (shape.kind !== "entries" || shape.entries.length > 8) return null;
    const texts: string[] = [];
    for (const [label, value] of shape.entries) {
      const it = shapeOf(value, shape.isList ? name : label, this.#strings);
      if (it.kind !== "leaf" || it.type === "code") return null;
      texts.push(shape.isList ? it.text : `${label}: ${it.text}`);
    }
    const inside = texts.join(", ");
    if (inside.length > INLINE_CHARACTERS) return null;
    if (shape.tag !== undefined) return inside === "" ? `${shape.tag} {}` : `${shape.tag} { ${inside} }`;
    if (inside === "") return shape.isList ? "[]" : "{}";
    return shape.isList ? `[${inside}]` : `{ ${inside} }`;
  }
}

/** A number that may be a place says so in the digits that places are written in. */
const leaf = (shape: Shape & { kind: "leaf" }, value: unknown): string =>
  `<code class="value-leaf" data-type="${shape.type}">${escapeHtml(shape.text)}</code>${pageText(value, shape.text)}`;

/** Of both the code above says what they are; what is inside is for who asks. */
const isFolded = (value: unknown): boolean => value instanceof MachineShown || value instanceof SourceShown;

function titleOf(shape: Shape, strings: ValueStrings): string {
  if (shape.kind === "bytes") return strings.bytes(shape.type, shape.view.byteLength);
  return shape.kind === "leaf" ? shape.text : shape.title;
}

function elementBytes(view: ArrayBufferView): number {
  return "BYTES_PER_ELEMENT" in view ? (view.BYTES_PER_ELEMENT as number) : 1;
}

/** Offset, sixteen bytes grouped by element (in memory order), printable ASCII. */
function dumpLine(bytes: Uint8Array, offBytes: number, group: number): string {
  const line = bytes.subarray(offBytes, offBytes + BYTES_PER_LINE);
  let hex = "";
  for (let index = 0; index < BYTES_PER_LINE; index += 1) {
    const byte = line[index];
    hex += byte === undefined ? "  " : byte.toString(16).padStart(2, "0");
    if ((index + 1) % group === 0) hex += " ";
  }
  const ascii = [...line].map((it) => (it >= 0x20 && it < 0x7f ? String.fromCharCode(it) : "·")).join("");
  return `${offBytes.toString(16).padStart(8, "0")}  ${hex} ${ascii}`;
}
