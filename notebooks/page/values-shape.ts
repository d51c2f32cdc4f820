/**
 * What kind of thing a published value is: a leaf, bytes, a table, or something with entries. Pure; the markup and
 * the live viewer both ask here, so that a path found in one is a value in the other.
 */
import type { MachineView } from "../../engine/api.ts";
import type { Event } from "../../engine/event.ts";
import { nothingAnswered } from "../../engine/sentences/text.ts";
import type { Wire } from "../../workers/api.ts";
import type { ValueStrings } from "../i18n/values.ts";
import { hexText, leafText, rangeLine } from "./values-text.ts";

export type Entry = readonly [label: string, value: unknown];

export type Shape =
  | { kind: "leaf"; text: string; type: string }
  | { kind: "bytes"; type: string; view: ArrayBufferView }
  | { kind: "table"; title: string; columns: readonly string[]; rows: readonly Readonly<Record<string, unknown>>[] }
  | { kind: "entries"; title: string; entries: readonly Entry[]; isList: boolean; tag?: string };

/** The value that a wire carries, in the form that the viewer walks. */
export class MachineShown {
  readonly view: MachineView;
  constructor(view: MachineView) {
    this.view = view;
  }
}
export class SourceShown {
  readonly name: string;
  readonly source: string;
  constructor(name: string, source: string) {
    this.name = name;
    this.source = source;
  }
}

/** What a cell gave that publishes several names: each value under its own. */
export class NamesShown {
  readonly entries: readonly Entry[];
  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }
}

/** A cell's one value, or all of them by name. */
export type Published = Wire | readonly (readonly [name: string, wire: Wire])[];

const areNamed = (it: Published): it is Exclude<Published, Wire> => Array.isArray(it);

export function shownOf(wire: Published): unknown {
  if (areNamed(wire)) return new NamesShown(wire.map(([name, it]) => [name, shownOf(it)]));
  if (wire.kind === "machine") return new MachineShown(wire.machine);
  return wire.kind === "function" ? new SourceShown(wire.name, wire.source) : wire.value;
}

export function shapeOf(value: unknown, name: string, strings: ValueStrings): Shape {
  const leaf = leafText(value, name, strings);
  if (leaf !== null) return { kind: "leaf", text: leaf, type: value === null ? "null" : typeof value };
  if (value instanceof MachineShown) return machineShape(value.view, strings);
  if (isMachineView(value)) return machineShape(value, strings);
  if (value instanceof SourceShown) {
    const entries: Entry[] = value.source.split("\n").map((line, index) => [String(index + 1), new Line(line)]);
    return { kind: "entries", title: strings.fn(value.name), entries, isList: true };
  }
  if (value instanceof NamesShown) return { kind: "entries", title: "", entries: value.entries, isList: false };
  if (value instanceof Line) return { kind: "leaf", text: value.text, type: "code" };
  if (ArrayBuffer.isView(value)) return { kind: "bytes", type: tagOf(value), view: value };
  if (value instanceof ArrayBuffer) return { kind: "bytes", type: "ArrayBuffer", view: new Uint8Array(value) };
  if (isEvents(value)) return eventTable(value, strings);
  if (isRun(value)) return runShape(value, strings);
  if (Array.isArray(value)) return tableOf(value, strings) ?? listShape(value, strings);
  const entries = entriesOf(value as object);
  const tag = tagOf(value);
  const title = strings.items(tag, entries.length);
  if (tag === "Object") return { kind: "entries", title, entries, isList: false };
  return { kind: "entries", title, entries, isList: value instanceof Set, tag };
}

/** One line of a function's source. */
class Line {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

function listShape(value: readonly unknown[], strings: ValueStrings): Shape {
  const entries: Entry[] = Array.from(value, (it, index) => [String(index), it]);
  return { kind: "entries", title: strings.items("Array", value.length), entries, isList: true };
}

function entriesOf(value: object): Entry[] {
  if (value instanceof Map) {
    return [...value].map(([key, it]) => [typeof key === "string" ? key : (keyText(key) ?? tagOf(key)), it]);
  }
  if (value instanceof Set) return [...value].map((it, index) => [String(index), it]);
  return Object.entries(value);
}

const keyText = (key: unknown): string | null =>
  typeof key === "object" || typeof key === "function" ? null : String(key);

/** Objects of the same few members, one below the other. */
function tableOf(value: readonly unknown[], strings: ValueStrings): Shape | null {
  if (value.length < 2) return null;
  const first = value[0];
  if (!isPlain(first)) return null;
  const columns = Object.keys(first);
  if (columns.length === 0 || columns.length > 12) return null;
  const isRow = (it: unknown): it is Record<string, unknown> => {
    if (!isPlain(it)) return false;
    const keys = Object.keys(it);
    return keys.length === columns.length && keys.every((key) => columns.includes(key));
  };
  if (!value.every(isRow)) return null;
  return { kind: "table", title: strings.items("Array", value.length), columns, rows: value };
}

function isPlain(it: unknown): it is Record<string, unknown> {
  if (typeof it !== "object" || it === null || Array.isArray(it)) return false;
  const proto: unknown = Object.getPrototypeOf(it);
  return proto === null || proto === Object.prototype;
}

function isEvents(value: unknown): value is readonly Event[] {
  const isEvent = (it: unknown) => isPlain(it) && "seq" in it && "fn" in it && "rule" in it && "depth" in it;
  return Array.isArray(value) && value.length > 0 && value.every(isEvent);
}

function answerLine(event: Event, strings: ValueStrings): string {
  if (event.ret === null) return nothingAnswered(event) ?? strings.neverReturned;
  return event.errno && event.errno !== "0" ? event.errno : String(event.ret);
}

function eventTable(events: readonly Event[], strings: ValueStrings): Shape {
  const rows = events.map((it) => ({
    seq: it.seq,
    fn: new Line(`${"  ".repeat(it.depth)}${it.fn}`),
    who: new Line(it.who),
    range: it.range ? new Line(rangeLine(it.range, strings)) : new Line(""),
    ret: new Line(answerLine(it, strings)),
  }));
  return { kind: "table", title: strings.items("Event", events.length), columns: Object.keys(rows[0] ?? {}), rows };
}

/** Machines inside of other values arrive as their views. */
function isMachineView(value: unknown): value is MachineView {
  if (!isPlain(value) || !isPlain(value.value) || !isPlain(value.value.scene)) return false;
  return isPlain(value.state) && isPlain(value.before) && Array.isArray(value.events) && Array.isArray(value.outcomes);
}

interface RunLike {
  events: readonly Event[];
  outcomes: readonly unknown[];
}

const isRun = (value: unknown): value is RunLike =>
  isPlain(value) && Array.isArray(value.events) && Array.isArray(value.outcomes);

function runShape(run: RunLike, strings: ValueStrings): Shape {
  const title = strings.run(run.events.length, run.outcomes.length);
  return { kind: "entries", title, entries: Object.entries(run), isList: false };
}

function machineShape(view: MachineView, strings: ValueStrings): Shape {
  const { value, state } = view;
  const last = view.outcomes.at(-1);
  const told = last === undefined ? [] : toldBy(view, last.from, last.to);
  const title = strings.machine(value.scene.kernel, value.scene.policy ?? "kernel", value.steps.length);
  const parts = last === undefined ? [title] : [title, strings.lastStep(last.op, last.errno)];
  if (last?.op === "fail" || last?.op === "madvise") parts.push(strings.told(told));
  const label = strings.labels;
  const table = (rows: readonly object[]) => rows;
  const entries: Entry[] = [
    [label.holders, Object.fromEntries(state.daxDevices.map((it) => [it.name, it.holder]))],
    [
      label.mounts,
      table(
        state.mounts.map(({ target, device, fstype, dax, state: is }) => ({ target, device, fstype, dax, state: is })),
      ),
    ],
    [label.files, table(state.files.map(({ path, inode, sizeBytes, dax }) => ({ path, inode, sizeBytes, dax })))],
    [
      label.processes,
      table(state.processes.map((it) => ({ process: it.process, policy: it.policy, alive: it.alive }))),
    ],
    [label.poison, table(state.poison.flatMap((it) => it.lines.map((line) => ({ ...line, device: it.device }))))],
    [label.events, last === undefined ? [] : view.events.slice(last.from, last.to)],
    [label.steps, value.steps],
    [label.scene, value.scene],
    [label.seed, new Line(hexText(value.seed))],
  ];
  const isThere = ([, it]: Entry) => !Array.isArray(it) || it.length > 0;
  return { kind: "entries", title: parts.join("; "), entries: entries.filter(isThere), isList: false };
}

/** Processes that saw a signal caused by events from..to. */
export function toldBy(view: Pick<MachineView, "signals">, from: number, to: number): string[] {
  const names = view.signals.filter((it) => it.seq >= from && it.seq < to && it.delivered).map((it) => it.process);
  return [...new Set(names)];
}
