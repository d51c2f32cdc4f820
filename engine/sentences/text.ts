/**
 * Events as lines of text, for terminals, snapshots and textual twins: one line per event, indented by its depth.
 *
 *   0003     dax_holder_notify_failure  pmem0  [0x0011_a000,+0x1000) pmem0  -> -ENXIO
 */
import type { Run } from "../api.ts";
import type { Event, EventRange } from "../event.ts";

const ERRNO_NAMES: Readonly<Record<number, string>> = {
  ...{ 1: "EPERM", 2: "ENOENT", 5: "EIO", 6: "ENXIO", 9: "EBADF", 12: "ENOMEM", 14: "EFAULT", 16: "EBUSY" },
  ...{ 17: "EEXIST", 19: "ENODEV", 20: "ENOTDIR", 22: "EINVAL", 27: "EFBIG", 28: "ENOSPC", 30: "EROFS" },
  ...{ 34: "ERANGE", 61: "ENODATA", 95: "EOPNOTSUPP", 117: "EFSCORRUPTED", 133: "EHWPOISON" },
};

/** The word for an answer that is no number and no name: a lock not taken, a null pointer. Null: it is none of these. */
export function nothingAnswered({ fn, ret, errno }: Pick<Event, "fn" | "ret" | "errno">): string | null {
  if (ret !== null || errno === null) return null;
  return fn.startsWith("dax_lock_") ? "refused" : "NULL";
}

/** "-EBUSY" for -16, "0", a name, "void"; "never returned" where nothing came back. */
export function returned(ret: Event["ret"]): string {
  if (ret === null) return "never returned";
  if (typeof ret !== "number" || ret >= 0) return String(ret);
  const name = ERRNO_NAMES[-ret];
  return name === undefined ? String(ret) : `-${name}`;
}

/** "0x0011_a000": groups of four hexadecimal digits. */
export function hexOf(number: number | bigint): string {
  const digits = (number < 0 ? -number : number).toString(16);
  const padded = digits.padStart(Math.max(8, Math.ceil(digits.length / 4) * 4), "0");
  return `${number < 0 ? "-" : ""}0x${padded.replace(/(?<=.)(?=(.{4})+$)/g, "_")}`;
}

export const rangeText = ({ space, offBytes, lenBytes }: EventRange): string =>
  `[${hexOf(offBytes)},+0x${lenBytes.toString(16)}) ${space}`;

export function eventLine(event: Event): string {
  const range = event.range === undefined ? "" : `  ${rangeText(event.range)}`;
  const proposed = event.cite.proposed === true ? "  (design)" : "";
  const seq = String(event.seq).padStart(4, "0");
  return `${seq} ${"  ".repeat(event.depth)}${event.fn}  ${event.who}${range}  -> ${nothingAnswered(event) ?? returned(event.ret)}${proposed}`;
}

/** All events of a run, with a heading per step; steps are counted from 1. */
export function runTree(run: Run): string {
  const lines: string[] = [];
  const section = (heading: string, from: number, to: number): void => {
    lines.push(heading, ...run.events.slice(from, to).map((it) => `  ${eventLine(it)}`));
  };
  const first = run.outcomes[0]?.from ?? run.events.length;
  if (first > 0) section("power-on", 0, first);
  run.outcomes.forEach((outcome, i) => {
    section(`step ${i + 1} ${outcome.op}: ${outcome.errno ?? "never returned"}`, outcome.from, outcome.to);
  });
  return `${lines.join("\n")}\n`;
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}
