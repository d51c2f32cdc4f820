/** The engine's log → events, signals and outcomes as plain data, frozen. Reads tables; changes nothing. */

import {
  errnoText,
  fnName,
  fstypeName,
  keyName,
  opName,
  ownerName,
  ruleName,
  SI_CODE_NAMES,
  shutdownReasons,
  textName,
} from "../abi/vocabulary.ts";
import * as abi from "../abi.ts";
import type { Arg, Event, EventRange, Outcome, Signal } from "../event.ts";
import type { KernelId, PolicyId } from "../scene.ts";
import { citationOf } from "../sentences/citations.ts";
import type { Engine } from "./host.ts";
import type { Names } from "./names.ts";
import type { Table } from "./table.ts";

export interface Model {
  kernel: KernelId;
  policy: PolicyId;
}

export class EventDecoder {
  readonly #engine: Engine;
  readonly #names: Names;
  readonly #model: Model;
  readonly #events: Table;
  readonly #args: Table;
  readonly #holders: Table;
  readonly #mounts: Table;

  constructor(engine: Engine, names: Names, model: Model) {
    this.#engine = engine;
    this.#names = names;
    this.#model = model;
    this.#events = engine.table(abi.T_EVENTS);
    this.#args = engine.table(abi.T_ARGS);
    this.#holders = engine.table(abi.T_HOLDERS);
    this.#mounts = engine.table(abi.T_MOUNTS);
  }

  get count(): number {
    return this.#events.count;
  }

  /** Event number `seq`, from 0. */
  event(seq: number): Event {
    const id = seq + 1;
    const it = this.#events;
    const fn = fnName(it.u16(id, abi.EVENT_FN));
    const parent = it.u32(id, abi.EVENT_PARENT);
    const isProposed = (it.u8(id, abi.EVENT_FLAGS) & abi.EVENT_PROPOSED) !== 0;
    const range = this.#range(id);
    const { ret, errno } = this.#answer(id);
    return Object.freeze({
      seq,
      step: it.u32(id, abi.EVENT_STEP) | 0,
      parent: parent === 0 ? null : parent - 1,
      depth: it.u16(id, abi.EVENT_DEPTH),
      fn,
      who: this.#who(it.u8(id, abi.EVENT_WHO_KIND), it.u32(id, abi.EVENT_WHO)),
      rule: ruleName(it.u16(id, abi.EVENT_RULE)),
      ...(range === undefined ? {} : { range }),
      args: this.#argsOf(id),
      ret,
      ...(errno === undefined ? {} : { errno }),
      cite: citationOf(fn, this.#model.kernel, this.#model.policy, isProposed),
    });
  }

  #who(kind: number, id: number): string {
    switch (kind) {
      case abi.WHO_HARDWARE:
        return "hardware";
      case abi.WHO_ADMIN:
        return "administrator";
      case abi.WHO_READER:
        return "reader";
      case abi.WHO_DEVICE:
      case abi.WHO_PROCESS:
        return this.#names.text(id);
      case abi.WHO_HOLDER:
        return holderName(this.#holders, id, this.#names);
      case abi.WHO_MOUNT:
        return holderName(this.#holders, this.#mounts.u32(id, abi.MOUNT_HOLDER), this.#names);
      default:
        return "kernel";
    }
  }

  #range(id: number): EventRange | undefined {
    const kind = this.#events.u8(id, abi.EVENT_SPACE_KIND);
    if (kind === abi.SPACE_NONE) return undefined;
    const name = this.#events.u32(id, abi.EVENT_SPACE);
    const space =
      kind === abi.SPACE_PHYS ? "phys" : `${kind === abi.SPACE_FILE ? "file:" : ""}${this.#names.text(name)}`;
    const offBytes = exact(this.#events.u64(id, abi.EVENT_OFF));
    const lenBytes = exact(this.#events.u64(id, abi.EVENT_LEN));
    return Object.freeze({ space, offBytes, lenBytes });
  }

  #answer(id: number): { ret: number | string | null; errno?: string | null } {
    const value = Number(this.#events.i64(id, abi.EVENT_RET));
    switch (this.#events.u8(id, abi.EVENT_RET_KIND)) {
      case abi.RET_NEVER:
        return { ret: null, errno: null };
      case abi.RET_VOID:
        return { ret: "void" };
      case abi.RET_INT:
        return { ret: value, errno: value < 0 ? errnoText(-value) : "0" };
      case abi.RET_NAME:
        return { ret: value === 0 ? null : this.#names.text(value) };
      default:
        return { ret: value === 0 ? null : textName(value) };
    }
  }

  #argsOf(id: number): Readonly<Record<string, Arg>> {
    const args: Record<string, Arg> = {};
    const count = this.#events.u16(id, abi.EVENT_NR_ARGS);
    const first = this.#events.u32(id, abi.EVENT_FIRST_ARG) + 1;
    for (let arg = first; arg < first + count; arg++) args[keyName(this.#args.u16(arg, abi.ARG_KEY))] = this.#arg(arg);
    return Object.freeze(args);
  }

  #arg(id: number): Arg {
    const words = this.#args.u64(id, abi.ARG_VALUE);
    const value = Number(words);
    switch (this.#args.u16(id, abi.ARG_KIND)) {
      case abi.KIND_NUMBER:
        return exact(words);
      case abi.KIND_SIGNED:
        return Number(BigInt.asIntN(64, words));
      case abi.KIND_BOOL:
        return value !== 0;
      case abi.KIND_NULL:
        return null;
      case abi.KIND_NAME:
        return this.#names.text(value);
      case abi.KIND_HOLDER:
        return holderName(this.#holders, value, this.#names);
      case abi.KIND_TEXT:
        return textName(value);
      case abi.KIND_OWNER:
        return ownerName(BigInt.asIntN(64, words));
      case abi.KIND_SHUTDOWN:
        return shutdownReasons(value).join("+");
      case abi.KIND_OP:
        return opName(value);
      case abi.KIND_SI_CODE:
        return SI_CODE_NAMES.get(value as never) ?? String(value);
      default:
        return this.#engine.readers.text(value);
    }
  }
}

/** "xfs:pmem0p1", "dm:vol", or the name that a reader gave. */
export function holderName(holders: Table, id: number, names: Names): string {
  const name = names.text(holders.u32(id, abi.HOLDER_NAME));
  const fstype = holders.u32(id, abi.HOLDER_FSTYPE);
  if (fstype !== 0) return `${fstypeName(fstype)}:${name}`;
  switch (holders.u32(id, abi.HOLDER_KIND)) {
    case abi.HOLDER_DM:
      return `dm:${name}`;
    case abi.HOLDER_PARENT:
      return `dax:${name}`;
    default:
      return name;
  }
}

/** A number where it is exact, a BigInt beyond 2^53. */
function exact(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export function outcomeOf(outcomes: Table, step: number, op: string): Outcome {
  const id = step + 1;
  const hasReturned = outcomes.u32(id, abi.OUTCOME_RETURNED) !== 0;
  return Object.freeze({
    step,
    op,
    errno: hasReturned ? errnoText(outcomes.u32(id, abi.OUTCOME_ERRNO)) : null,
    from: outcomes.u32(id, abi.OUTCOME_FROM),
    to: outcomes.u32(id, abi.OUTCOME_TO),
  });
}

/** The signal that an event tells of, if it is one. */
export function signalOf(event: Event): Signal | null {
  if (event.fn !== "signal") return null;
  const { code, map, addr_offset_in_mapping: off, lsb, delivered } = event.args;
  return Object.freeze({
    seq: event.seq,
    process: event.who,
    code: code as Signal["code"],
    map: map as string | null,
    offInMapBytes: off as number | null,
    lsb: lsb as number,
    delivered: delivered as boolean,
  });
}
