/**
 * Reverse maps in bulk: rows of an `fsmap` step as columns, and as the text that a step of many rows carries.
 *
 * A million rows as objects cost 150 MB and seconds of validation; as columns 33 MB, as text 10 MB that is frozen,
 * compared, hashed and cloned for next to nothing. Offsets are bytes from the start of the row's device, multiples of
 * 512. The text is `owner-pack.ts`.
 */

import type { OwnerRow } from "../scene.ts";
import type { OwnerTable } from "./owner-columns.ts";
import { type OwnerVisitor, visitPacked } from "./owner-pack.ts";

type Meta = Extract<OwnerRow["owner"], { meta: string }>["meta"];

/** In the order of their codes, which begin at 1; code 0 is an inode. */
export const META_OWNERS: readonly Meta[] = ["FS", "AG", "INOBT", "INODES", "LOG", "REFC", "COW", "UNKNOWN", "FREE"];
const DEVICES = ["data", "log", "realtime"] as const;

/** Bits of `flags`. */
export const OWNER = { attr: 1, bmbt: 2, unwritten: 4, log: 8, realtime: 16 } as const;

/** Collects rows; doubles its columns as they fill, so that n rows cost O(n). */
export class OwnerTableBuilder {
  count = 0;
  #offInDevBytes = new Float64Array(64);
  #lenBytes = new Float64Array(64);
  #owner = new Float64Array(64);
  #offInFileBytes = new Float64Array(64);
  #flags = new Uint8Array(64);

  add(offInDevBytes: number, lenBytes: number, owner: number, offInFileBytes: number, flags: number): void {
    if (this.count === this.#flags.length) this.#grow();
    const i = this.count++;
    this.#offInDevBytes[i] = offInDevBytes;
    this.#lenBytes[i] = lenBytes;
    this.#owner[i] = owner;
    this.#offInFileBytes[i] = offInFileBytes;
    this.#flags[i] = flags;
  }

  /** Rows there is room for. */
  get capacity(): number {
    return this.#flags.length;
  }

  finish(): OwnerTable {
    const { count } = this;
    return {
      count,
      offInDevBytes: this.#offInDevBytes.subarray(0, count),
      lenBytes: this.#lenBytes.subarray(0, count),
      owner: this.#owner.subarray(0, count),
      offInFileBytes: this.#offInFileBytes.subarray(0, count),
      flags: this.#flags.subarray(0, count),
    };
  }

  #grow(): void {
    const room = this.#flags.length * 2;
    this.#offInDevBytes = widen(this.#offInDevBytes, room);
    this.#lenBytes = widen(this.#lenBytes, room);
    this.#owner = widen(this.#owner, room);
    this.#offInFileBytes = widen(this.#offInFileBytes, room);
    const flags = new Uint8Array(room);
    flags.set(this.#flags);
    this.#flags = flags;
  }
}

function widen(column: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(room);
  wide.set(column);
  return wide;
}

/** All rows of an `fsmap` step, those written out first. */
export function ownerTable(step: { rows: readonly OwnerRow[]; packed?: string }): OwnerTable {
  const builder = new OwnerTableBuilder();
  visitOwners(step, (offInDevBytes, lenBytes, owner, offInFileBytes, flags) => {
    builder.add(offInDevBytes, lenBytes, owner, offInFileBytes, flags);
  });
  return builder.finish();
}

/** Calls `visit` for each row of an `fsmap` step, in order. */
export function visitOwners(step: { rows: readonly OwnerRow[]; packed?: string }, visit: OwnerVisitor): void {
  for (const { owner, offInDevBytes, lenBytes, device } of step.rows) {
    const isMeta = "meta" in owner;
    const onDevice = device === "log" ? OWNER.log : device === "realtime" ? OWNER.realtime : 0;
    if (isMeta) visit(offInDevBytes, lenBytes, -1 - META_OWNERS.indexOf(owner.meta), 0, onDevice);
    else visit(offInDevBytes, lenBytes, owner.inode, owner.offInFileBytes, onDevice | flagsOf(owner));
  }
  if (step.packed !== undefined) visitPacked(step.packed, visit);
}

function flagsOf(owner: { attr?: boolean; bmbt?: boolean; unwritten?: boolean }): number {
  return (owner.attr ? OWNER.attr : 0) | (owner.bmbt ? OWNER.bmbt : 0) | (owner.unwritten ? OWNER.unwritten : 0);
}

/** Row `i` as an object. */
export function ownerRow(table: OwnerTable, i: number): OwnerRow {
  const owner = table.owner[i] ?? 0;
  const flags = table.flags[i] ?? 0;
  const offInFileBytes = table.offInFileBytes[i] ?? 0;
  const row: OwnerRow = {
    offInDevBytes: table.offInDevBytes[i] ?? 0,
    lenBytes: table.lenBytes[i] ?? 0,
    owner: owner < 0 ? { meta: META_OWNERS[-1 - owner] ?? "UNKNOWN" } : { inode: owner, offInFileBytes },
  };
  if ("inode" in row.owner) {
    if (flags & OWNER.attr) row.owner.attr = true;
    if (flags & OWNER.bmbt) row.owner.bmbt = true;
    if (flags & OWNER.unwritten) row.owner.unwritten = true;
  }
  const device = DEVICES[flags >> 3];
  if (device !== undefined && device !== "data") row.device = device;
  return row;
}
