/** What two runs do not have in common: the first event that differs, and every difference of the states after them. */
import type { Machine, RunDiff } from "./api.ts";
import type { Event } from "./event.ts";

/** Fields that say where an event stands or where its rule is written, not what happened. */
const POSITION: ReadonlySet<string> = new Set(["seq", "parent", "cite"]);
/** What names an entry of a list in a snapshot; the first that all entries have. */
const KEYS = ["target", "path", "process", "name", "map", "id", "device"];

export function compare(left: Machine, right: Machine): RunDiff {
  const [before, after] = [left.run.events, right.run.events];
  const most = Math.min(before.length, after.length);
  let i = 0;
  while (i < most && sameEvent(before[i] as Event, after[i] as Event)) i++;
  const isSame = i === before.length && i === after.length;
  const [leftEvent, rightEvent] = [before[i] ?? null, after[i] ?? null];
  return {
    firstStep: isSame ? null : Math.min(leftEvent?.step ?? left.length, rightEvent?.step ?? right.length),
    firstEvent: isSame ? null : [i, i],
    left: leftEvent,
    right: rightEvent,
    state: stateDiff(left.state, right.state),
  };
}

function sameEvent(left: Event, right: Event): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) {
    if (POSITION.has(key)) continue;
    if (!same(left[key as keyof Event], right[key as keyof Event])) return false;
  }
  return true;
}

function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => same((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]));
}

type Difference = RunDiff["state"][number];

/** Says nothing of its own: what it comes from differs, too. */
const DERIVED: ReadonlySet<string> = new Set(["hash", "at", "seq"]);

/** Every leaf that differs; a thing that only one side has is one difference. */
export function stateDiff(left: unknown, right: unknown, path: readonly (string | number)[] = []): Difference[] {
  if (same(left, right)) return [];
  const [before, after] = [entriesOf(left), entriesOf(right)];
  if (before === null || after === null) return [{ path: [...path], left, right }];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    if (DERIVED.has(String(key)) && !Array.isArray(left)) return [];
    return stateDiff(before.get(key), after.get(key), [...path, key]);
  });
}

/** Fields of an object, or entries of a list by what names them. */
function entriesOf(value: unknown): Map<string | number, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const key = KEYS.find((name) =>
    value.every((it) => typeof (it as Record<string, unknown> | null)?.[name] === "string"),
  );
  const names = value.map((it, i) => (key === undefined ? i : String((it as Record<string, unknown>)[key])));
  const isUnique = new Set(names).size === names.length;
  return new Map(value.map((it, i) => [isUnique ? (names[i] as string | number) : i, it]));
}
