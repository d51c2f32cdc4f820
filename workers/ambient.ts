/**
 * Chance, time and console as a cell has them: chance follows the seed, time is a simulated clock, and what is logged
 * is kept as text. A cell that runs again sees all three again.
 */
import { contentHash } from "./hash.ts";

export interface Ambient {
  /** What stands for the built-in objects of the same names. */
  readonly scope: { Math: Math; Date: DateConstructor; console: Pick<Console, "log"> };
  /** Begins anew for a cell. */
  begin(seed: number, slug: string): void;
  takeLogs(): string[];
}

/** When the pointers of the seed thread were printed: 2022-01-05 14:47 -0800. */
const EPOCH_MS = Date.UTC(2022, 0, 5, 22, 47);
const MOST_LOGS = 1000;
const MOST_LOG_CHARACTERS = 10_000;

export function makeAmbient(show: (it: unknown) => string): Ambient {
  let state = 0;
  let looks = 0;
  let logs: string[] = [];
  let dropped = 0;

  const log = (...parts: unknown[]): void => {
    if (logs.length >= MOST_LOGS) {
      dropped++;
      return;
    }
    const text = parts.map((it) => (typeof it === "string" ? it : show(it))).join(" ");
    logs.push(text.length > MOST_LOG_CHARACTERS ? `${text.slice(0, MOST_LOG_CHARACTERS)}…` : text);
  };
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A millisecond passes with every look, so that waiting for a time to come ends. */
  const now = (): number => EPOCH_MS + looks++;
  const silent = { log, info: log, warn: log, error: log, debug: log, dir: log, table: log };

  return {
    scope: { Math: seededMath(random), Date: simulatedDate(now), console: silent },
    begin(seed, slug) {
      state = Number.parseInt(contentHash(`${seed >>> 0}/${slug}`).slice(-8), 16);
      looks = 0;
      logs = [];
      dropped = 0;
    },
    takeLogs: () => (dropped === 0 ? logs : [...logs, `… and ${dropped} more`]),
  };
}

function seededMath(random: () => number): Math {
  const own = Object.getOwnPropertyDescriptors(Math);
  const math = Object.create(Object.prototype, own) as Math;
  Object.defineProperty(math, "random", { ...own.random, value: random });
  return math;
}

function simulatedDate(now: () => number): DateConstructor {
  const Real = Date;
  function Simulated(...parts: unknown[]): unknown {
    if (new.target === undefined) return new Real(now()).toString();
    const made = new.target === (Simulated as unknown) ? Real : new.target;
    return Reflect.construct(Real, parts.length === 0 ? [now()] : parts, made);
  }
  const date = Object.assign(Simulated, { UTC: Real.UTC, parse: Real.parse, now });
  Object.defineProperty(date, "name", { value: "Date" });
  date.prototype = Real.prototype;
  return date as unknown as DateConstructor;
}
