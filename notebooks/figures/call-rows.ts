/**
 * The call tree of a failure as rows, the model's beside the kernel's own: which calls answer each other, and what of
 * them differs.
 *
 * Two trees are matched by the longest common run of function names at equal depth among the calls that both know;
 * what only one side has stands alone in its row. Of a pair, the answers and the arguments that both sides name are
 * compared.
 */
import type { MachineView } from "../../engine/api.ts";
import type { Event } from "../../engine/event.ts";
import { callText, str } from "./call-text.ts";
import { answerOf, place, returned, size } from "./labels.ts";
import { endAt, type Route, routeOf } from "./route.ts";
import { words } from "./words.ts";

/** One event of a recording, as `recording(name, index)` gives it. */
export interface RecordedEvent {
  inject?: Readonly<Record<string, unknown>>;
  result: { calls?: readonly RecordedCall[] };
}
export interface RecordedCall {
  fn?: string;
  event?: string;
  args?: Readonly<Record<string, unknown>>;
  ret?: unknown;
  ret_name?: string;
  returned?: boolean;
  depth: number;
}

export interface Call {
  fn: string;
  depth: number;
  /** "0x1801_a000 + 4 KiB in pmem0, XFS on pmem0p1". */
  text: string;
  /** "−ENXIO". */
  answer: string;
  args: Readonly<Record<string, unknown>>;
  seq: number | null;
}

export type Mark = "same" | "differs" | "only-model" | "only-kernel" | "alone";

export interface CallRow {
  depth: number;
  model: Call | null;
  kernel: Call | null;
  mark: Mark;
  /** Names of arguments that differ, and "answer". */
  differences: string[];
  /** On the thread: a stop of the route, and how it ends there. */
  stop: ReturnType<typeof endAt> | null;
}

function modelCall(event: Event): Call {
  const text = callText(event.fn, event.args);
  const range = event.range ? `${place(event.range.offBytes, event.range.space)} + ${size(event.range.lenBytes)}` : "";
  return {
    fn: event.fn,
    depth: event.depth,
    text: text || range,
    answer: answerOf(event),
    args: event.args,
    seq: event.seq,
  };
}

function kernelCall(call: RecordedCall & { fn: string }): Call {
  const args = call.args ?? {};
  const errno = call.ret_name ?? (call.ret === 0 ? "0" : null);
  const ret = call.returned === false ? null : (call.ret ?? words().refused);
  return {
    fn: call.fn,
    depth: call.depth,
    text: callText(call.fn, args),
    answer: returned(ret as number | string | null, errno),
    args,
    seq: null,
  };
}

/**
 * How two tellings of one scene name things: the device may lie elsewhere (all page frames shifted alike), and processes
 * may have other names. Neither is a difference of the kernels.
 */
class Naming {
  readonly #names = new Map<string, string>();
  #pfnShift: number | null = null;

  constructor(both: readonly (readonly [Call, Call])[]) {
    for (const [a, b] of both) {
      if (typeof a.args.pfn === "number" && typeof b.args.pfn === "number") this.#pfnShift ??= b.args.pfn - a.args.pfn;
      const [from, to] = [str(a.args.to), str(b.args.to)];
      if (from && to && ![...this.#names.values()].includes(to) && !this.#names.has(from)) this.#names.set(from, to);
    }
  }

  isSame(key: string, a: unknown, b: unknown): boolean {
    if (key === "pfn") return Number(b) - Number(a) === this.#pfnShift;
    if (key === "to") return this.#names.get(str(a)) === b;
    return String(a) === String(b) || Number(a) === Number(b);
  }

  /** What is told otherwise: "ann for on_p1", and by how many pages the device is shifted. */
  get told(): { shiftPages: number; names: [string, string][] } {
    return { shiftPages: this.#pfnShift ?? 0, names: [...this.#names].filter(([a, b]) => a !== b) };
  }
}

/** Names of arguments that both sides have with unlike values, and "answer" where the answers are unlike. */
function differencesOf(a: Call, b: Call, naming: Naming): string[] {
  const keys = Object.keys(a.args).filter(
    (key) => key in b.args && typeof b.args[key] !== "object" && key !== "flags_names",
  );
  const unlike = keys.filter((key) => !naming.isSame(key, a.args[key], b.args[key]));
  return a.answer === b.answer ? unlike : [...unlike, "answer"];
}

const MOST = 400;

/** Pairs of a longest common subsequence of function names. */
function pairs(a: readonly Call[], b: readonly Call[]): [number, number][] {
  const n = a.length;
  const m = b.length;
  const table = new Uint16Array((n + 1) * (m + 1));
  const at = (i: number, j: number) => table[i * (m + 1) + j]!;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      table[i * (m + 1) + j] = a[i]!.fn === b[j]!.fn ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < n && j < m; ) {
    if (a[i]!.fn === b[j]!.fn) found.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}

export interface CallTree {
  rows: CallRow[];
  route: Route | null;
  /** Rows left out because there are too many. */
  more: number;
  /** What the two trees merely name otherwise. */
  told: Naming["told"];
}

const OTHERS = /^(mount|umount|bind|unbind|register-holder|unregister-holder|race)$/;

/** Rows of the last failure; with a recording, both trees matched. */
export function callRows(machine: MachineView, recorded?: RecordedEvent): CallTree {
  const found = routeOf(machine);
  const last = machine.events.at(-1);
  // A mount or an unbind after the failure is what the reader asks about.
  const isAbout = OTHERS.test(machine.outcomes.find((it) => it.step === last?.step)?.op ?? "");
  const route = found && (found.step === last?.step || !isAbout) ? found : null;
  const events = route ? machine.events.slice(route.from, route.to) : lastStep(machine);
  const model = events.filter((it) => !/^(step|signal|note)$/.test(it.fn)).map(modelCall);
  const calls = (recorded?.result.calls ?? []).filter((it): it is RecordedCall & { fn: string } => it.fn !== undefined);
  const kernel = calls.map(kernelCall);
  const stops = new Map((route?.stops ?? []).map((it) => [it.seq, endAt(route!, it)]));
  const stopAt = (call: Call | null) => (call?.seq == null ? null : (stops.get(call.seq) ?? null));
  const rows: CallRow[] = [];
  const lone = (call: Call, mark: Mark) =>
    rows.push({
      depth: call.depth,
      model: mark === "only-kernel" ? null : call,
      kernel: mark === "only-kernel" ? call : null,
      mark,
      differences: [],
      stop: stopAt(mark === "only-kernel" ? null : call),
    });
  let i = 0;
  let j = 0;
  const common = recorded ? pairs(model.slice(0, MOST), kernel.slice(0, MOST)) : [];
  const naming = new Naming(common.map(([mi, kj]) => [model[mi]!, kernel[kj]!] as const));
  for (const [mi, kj] of [...common, [Math.min(model.length, MOST), Math.min(kernel.length, MOST)] as const]) {
    while (i < mi) lone(model[i++]!, recorded ? "only-model" : "alone");
    while (j < kj) lone(kernel[j++]!, "only-kernel");
    const a = model[i];
    const b = kernel[j];
    if (i >= MOST || !a || !b || !common.some(([x]) => x === i)) continue;
    const differences = differencesOf(a, b, naming);
    rows.push({
      depth: a.depth,
      model: a,
      kernel: b,
      mark: differences.length > 0 ? "differs" : "same",
      differences,
      stop: stopAt(a),
    });
    i++;
    j++;
  }
  return {
    rows: levelled(rows),
    route,
    more: Math.max(0, model.length - MOST, kernel.length - MOST),
    told: naming.told,
  };
}

function lastStep(machine: MachineView): Event[] {
  const step = machine.events.at(-1)?.step;
  return machine.events.filter((it) => it.step === step);
}

/** Depth counted from the shallowest row, without holes. */
function levelled(rows: CallRow[]): CallRow[] {
  const levels = [...new Set(rows.map((it) => it.depth))].sort((a, b) => a - b);
  return rows.map((it) => ({ ...it, depth: levels.indexOf(it.depth) }));
}

/** What the rows are of, where nothing failed: the last step and its answer. */
export function stepSays(machine: MachineView): string {
  const outcome = machine.outcomes.at(-1);
  if (!outcome) return words().nothingFailed;
  return words().stepSays(
    outcome.op,
    outcome.errno === null ? returned(null) : outcome.errno === "0" ? "0" : `−${outcome.errno}`,
  );
}

/** What a comparison comes to, as one sentence. */
export function agreement({ rows, told }: CallTree): string {
  const count = (mark: Mark) => rows.filter((it) => it.mark === mark).length;
  const both = count("same") + count("differs");
  const first = rows.find((it) => it.mark === "differs");
  const text = words().agreement(
    both,
    count("differs"),
    first ? `${first.model!.fn}: ${first.differences.join(", ")}` : "",
    count("only-model"),
    count("only-kernel"),
  );
  const renamed = words().renamed(told.shiftPages !== 0, told.names);
  return renamed === "" ? text : `${text} ${renamed}`;
}
