/** The arguments of a call as they are read: by function, offsets in hexadecimal with the space that they are in. */
import { hex, holderName, place, size } from "./labels.ts";
import { words } from "./words.ts";

const num = (value: unknown): number | bigint | null =>
  typeof value === "number" || typeof value === "bigint" ? value : null;
export const str = (value: unknown): string => (typeof value === "string" ? value : "");

/** Offsets beyond 2^53 arrive rounded from plain JSON; all of those are the whole device. */
const whole = (value: number | bigint): number | bigint => (Number(value) >= 2 ** 63 ? (1n << 64n) - 1n : value);

/** Arguments as they are read: offsets in hex with their space, lengths as sizes. */
export function callText(fn: string, args: Readonly<Record<string, unknown>>): string {
  const pfn = num(args.pfn);
  const offset = num(args.offset);
  const len = num(args.len);
  const dax = str(args.dax_dev);
  const holder = str(args.holder_data);
  if (/notify_failure$|^kill_dax$/.test(fn)) {
    const range =
      offset === null || len === null ? "" : `${place(whole(offset), dax || "device")} + ${size(whole(len))}`;
    return [range || dax, holder ? holderName(holder) : ""].filter(Boolean).join(", ");
  }
  if (fn === "xfs_dax_failure_fn") {
    return `AG ${args.agno}, blocks ${args.startblock} + ${args.blockcount}, ${str(args.owner_name)}`;
  }
  if (fn === "mf_dax_kill_procs") return `inode ${args.ino}, pages ${args.index} + ${args.count}`;
  const to = str(args.to);
  if (to) {
    const at = num(args.addr_offset_in_mapping);
    return `${to}${at === null ? "" : `, ${place(at, str(args.map) || words().itsMapping)}`}`;
  }
  if (pfn !== null) return `pfn ${hex(pfn, 4)}`;
  if (offset !== null) return `${hex(whole(offset))}${len === null ? "" : ` + ${size(whole(len))}`}`;
  const first = Object.entries(args).filter(([key, it]) => !/flags|ret/.test(key) && typeof it !== "object");
  return first
    .slice(0, 2)
    .map(([key, it]) => `${key} ${it}`)
    .join(", ");
}
