/**
 * SCORM 1.2 (ADL, 2001) and SCORM 2004 run-time: an `API` or `API_1484_11` object somewhere above this window. Calls are
 * synchronous and take and give text. Everything it answers is checked; `suspend` is set as exit at the
 * start, so that a lost window is resumed and not restarted.
 */
import type { Opened, Platform, Saved } from "./platform.ts";
import { SUSPEND_LIMIT } from "./suspend.ts";

type Api = Record<string, (...args: string[]) => unknown>;
type Version = "1.2" | "2004";

/** Windows are named loosely: every one may belong to somebody else and throw. */
interface Frame {
  parent?: unknown;
  opener?: unknown;
  [name: string]: unknown;
}

const MOST_PARENTS = 7;

/** The API up the parent chain of this window, then of its opener; null where there is none. */
export function findApi(start: unknown, name: string): Api | null {
  return climb(start, name) ?? climb(read(start, "opener"), name);
}

function climb(from: unknown, name: string): Api | null {
  let frame = from;
  for (let n = 0; n <= MOST_PARENTS && typeof frame === "object" && frame !== null; n++) {
    const api = read(frame, name);
    if (typeof api === "object" && api !== null) return api as Api;
    const parent = read(frame, "parent");
    if (parent === frame) return null;
    frame = parent;
  }
  return null;
}

function read(frame: unknown, name: string): unknown {
  try {
    return (frame as Frame | null)?.[name];
  } catch {
    return undefined;
  }
}

const NAMES: Record<Version, Record<"init" | "finish" | "get" | "set" | "commit" | "error", string>> = {
  "1.2": {
    init: "LMSInitialize",
    finish: "LMSFinish",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    error: "LMSGetLastError",
  },
  "2004": {
    init: "Initialize",
    finish: "Terminate",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    error: "GetLastError",
  },
};

/** Error codes that mean "initialised before": a course window that was reloaded. */
const ALREADY = { "1.2": "101", "2004": "103" } as const;

export function scormPlatform(version: Version, start: unknown): Platform {
  const names = NAMES[version];
  const api = findApi(start, version === "1.2" ? "API" : "API_1484_11");
  const call = (what: keyof typeof names, ...args: string[]): string => {
    try {
      const answer = api?.[names[what]]?.(...args);
      return typeof answer === "string" || typeof answer === "boolean" || typeof answer === "number"
        ? String(answer)
        : "";
    } catch {
      return "";
    }
  };
  const isTrue = (answer: string) => answer === "true" || answer === "1";
  const set = (name: string, value: string) => isTrue(call("set", name, value));
  const write = (state: Saved): boolean => {
    const values = version === "1.2" ? values12(state) : values2004(state);
    // Platforms refuse an empty place; who went to no cell yet has none to tell.
    const told = values.filter(([name, value]) => value !== "" || !/location$/.test(name));
    return told.map(([name, value]) => set(name, value)).every(Boolean);
  };
  let isGraded = true;

  return {
    name: version === "1.2" ? "SCORM 1.2" : "SCORM 2004",
    async open(): Promise<Opened> {
      const closed = { isOpen: false, suspend: "", isGraded: false };
      if (api === null) return { ...closed, problem: "no SCORM API above this window" };
      if (!isTrue(call("init", "")) && call("error") !== ALREADY[version]) {
        return { ...closed, problem: `the platform refused to begin (error ${call("error") || "unknown"})` };
      }
      const prefix = version === "1.2" ? "cmi.core." : "cmi.";
      const mode = call("get", version === "1.2" ? "cmi.core.lesson_mode" : "cmi.mode");
      isGraded = mode !== "browse" && mode !== "review";
      set(`${prefix}exit`, "suspend");
      begin(version, call, set);
      call("commit", "");
      return { isOpen: true, suspend: call("get", "cmi.suspend_data"), problem: "", isGraded };
    },
    async save(state) {
      return write(isGraded ? state : { ...state, isPassed: null }) && isTrue(call("commit", ""));
    },
    async close(state) {
      const isWritten = write(state);
      return isTrue(call("finish", "")) && isWritten;
    },
  };
}

/** "not attempted" becomes "incomplete"; a result of before is never taken back by beginning again. */
function begin(
  version: Version,
  call: (what: "get", name: string) => string,
  set: (name: string, value: string) => boolean,
): void {
  const name = version === "1.2" ? "cmi.core.lesson_status" : "cmi.completion_status";
  if (/^(completed|passed|failed)$/.test(call("get", name))) return;
  set(name, "incomplete");
}

function values12(state: Saved): [string, string][] {
  const status = state.isPassed === null ? "incomplete" : state.isPassed ? "passed" : "failed";
  return [
    ["cmi.core.score.min", "0"],
    ["cmi.core.score.max", "100"],
    ["cmi.core.score.raw", String(Math.round(state.scaled * 10000) / 100)],
    ["cmi.core.lesson_status", status],
    ["cmi.core.lesson_location", state.location.slice(0, 255)],
    ["cmi.core.session_time", time12(state.seconds)],
    ["cmi.core.exit", "suspend"],
    ["cmi.suspend_data", within(state.suspend)],
  ];
}

function values2004(state: Saved): [string, string][] {
  const success = state.isPassed === null ? "unknown" : state.isPassed ? "passed" : "failed";
  return [
    ["cmi.score.min", "0"],
    ["cmi.score.max", String(state.possible)],
    ["cmi.score.raw", String(state.earned)],
    ["cmi.score.scaled", String(state.scaled)],
    ["cmi.progress_measure", String(state.progress)],
    ["cmi.completion_status", state.isComplete ? "completed" : "incomplete"],
    ["cmi.success_status", success],
    ["cmi.location", state.location.slice(0, 1000)],
    ["cmi.session_time", `PT${Math.max(0, Math.floor(state.seconds))}S`],
    ["cmi.exit", "suspend"],
    ["cmi.suspend_data", within(state.suspend)],
  ];
}

function within(suspend: string): string {
  if (suspend.length > SUSPEND_LIMIT) throw new RangeError(`suspend data of ${suspend.length} characters`);
  return suspend;
}

/** HHHH:MM:SS, as CMITimespan of SCORM 1.2 wants it. */
export function time12(seconds: number): string {
  const whole = Math.max(0, Math.min(35_999_999, Math.floor(seconds)));
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(Math.floor(whole / 3600)).padStart(4, "0")}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
