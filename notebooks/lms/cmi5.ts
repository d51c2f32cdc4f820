/**
 * cmi5 (AICC/ADL, "Quartz"): the platform opens the course with five parameters in its address; statements and state go to
 * the learning record store by HTTP. The token is fetched once, as the specification demands: a second
 * fetch is an error, so it is kept for the tab's life.
 */
import type { Opened, Platform, Saved } from "./platform.ts";

export interface Cmi5Launch {
  endpoint: string;
  fetchUrl: string;
  actor: unknown;
  registration: string;
  activityId: string;
}

/** The launch parameters of an address, or null when one is missing. */
export function readLaunch(search: string): Cmi5Launch | null {
  const parameters = new URLSearchParams(search);
  const get = (name: string) => parameters.get(name) ?? "";
  try {
    const endpoint = new URL(get("endpoint")).href.replace(/\/?$/, "/");
    const fetchUrl = new URL(get("fetch")).href;
    const actor: unknown = JSON.parse(get("actor"));
    const [registration, activityId] = [get("registration"), get("activityId")];
    if (registration === "" || activityId === "" || typeof actor !== "object" || actor === null) return null;
    return { endpoint, fetchUrl, actor, registration, activityId };
  } catch {
    return null;
  }
}

const STATE_ID = "daxlab";
const VERBS = {
  initialized: "http://adlnet.gov/expapi/verbs/initialized",
  completed: "http://adlnet.gov/expapi/verbs/completed",
  passed: "http://adlnet.gov/expapi/verbs/passed",
  failed: "http://adlnet.gov/expapi/verbs/failed",
  terminated: "http://adlnet.gov/expapi/verbs/terminated",
} as const;
const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/";

export interface Cmi5Parts {
  launch: Cmi5Launch;
  fetch: typeof fetch;
  /** Survives a reload of the tab: token and what was said already. */
  store: Pick<Storage, "getItem" | "setItem"> | null;
  uuid(): string;
  now(): Date;
}

interface Session {
  token: string;
  context: Record<string, unknown>;
  launchMode: string;
  /** Statements that may be sent only once. */
  said: string[];
}

export function cmi5Platform(parts: Cmi5Parts): Platform {
  const { launch } = parts;
  const storeKey = `daxlab:cmi5:${launch.registration}:${launch.activityId}`;
  let session: Session | null = null;
  const remember = () => parts.store?.setItem(storeKey, JSON.stringify(session));

  const call = async (path: string, query: Record<string, string>, init: RequestInit = {}): Promise<Response> => {
    const address = new URL(path, launch.endpoint);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const headers = {
      Authorization: `Basic ${session?.token ?? ""}`,
      "X-Experience-API-Version": "1.0.3",
      "Content-Type": "application/json",
    };
    return parts.fetch(address.href, { ...init, headers });
  };
  const place = {
    activityId: launch.activityId,
    registration: launch.registration,
    agent: JSON.stringify(launch.actor),
  };
  const say = (verb: keyof typeof VERBS, extra: Statement = {}) => {
    const statement = statementOf(parts, session as Session, verb, extra);
    return call(
      "statements",
      { statementId: statement.id as string },
      { method: "PUT", body: JSON.stringify(statement) },
    );
  };
  const sayOnce = async (verb: keyof typeof VERBS, extra: Statement = {}): Promise<boolean> => {
    if (session?.said.includes(verb)) return true;
    const answer = await say(verb, extra);
    if (!answer.ok) return false;
    session?.said.push(verb);
    remember();
    return true;
  };
  const saveState = (state: Saved) =>
    call("activities/state", { ...place, stateId: STATE_ID }, { method: "PUT", body: JSON.stringify(state.suspend) });
  const results = async (state: Saved): Promise<boolean> => {
    if (session?.launchMode !== "Normal") return true;
    const duration = `PT${Math.max(0, Math.floor(state.seconds))}S`;
    let isSaid = true;
    if (state.isComplete) {
      isSaid = await sayOnce("completed", { result: { completion: true, duration } });
      const result = { score: { scaled: state.scaled, raw: state.earned, min: 0, max: state.possible }, duration };
      const isPassed = state.isPassed === true;
      const hasFailed = session?.said.includes("failed") && !isPassed;
      if (isSaid && !hasFailed && !session?.said.includes("passed")) {
        isSaid = await sayOnce(isPassed ? "passed" : "failed", {
          result: { ...result, success: isPassed },
          isMoveOn: true,
        });
      }
    }
    return isSaid;
  };
  const closed = { isOpen: false, suspend: "", isGraded: false };

  return {
    name: "cmi5",
    async open(): Promise<Opened> {
      try {
        const kept = parts.store?.getItem(storeKey);
        session = kept ? (JSON.parse(kept) as Session) : null;
        session ??= await beginSession(parts);
        if (session === null) return { ...closed, problem: "the platform gave no token" };
        remember();
        const data = await call("activities/state", { ...place, stateId: "LMS.LaunchData" });
        if (data.ok) Object.assign(session, launchData(await data.json()));
        if (!(await sayOnce("initialized")))
          return { ...closed, problem: "the record store refused the first statement" };
        const state = await call("activities/state", { ...place, stateId: STATE_ID });
        const suspend: unknown = state.ok ? await state.json() : "";
        const isGraded = session.launchMode === "Normal";
        return { isOpen: true, suspend: typeof suspend === "string" ? suspend : "", problem: "", isGraded };
      } catch (error) {
        return { ...closed, problem: (error as Error).message };
      }
    },
    async save(state) {
      const isKept = await saveState(state).then((it) => it.ok);
      return isKept && (await results(state));
    },
    async close(state) {
      try {
        const isKept = await this.save(state);
        const duration = `PT${Math.max(0, Math.floor(state.seconds))}S`;
        return (await sayOnce("terminated", { result: { duration } })) && isKept;
      } catch {
        return false;
      }
    },
  };
}

interface Statement {
  result?: Record<string, unknown>;
  isMoveOn?: boolean;
}

async function beginSession(parts: Cmi5Parts): Promise<Session | null> {
  const answer = await parts.fetch(parts.launch.fetchUrl, { method: "POST" });
  const body = (await answer.json()) as Record<string, unknown> | null;
  const token = body?.["auth-token"];
  if (!answer.ok || typeof token !== "string") return null;
  return { token, context: {}, launchMode: "Normal", said: [] };
}

function launchData(raw: unknown): Partial<Session> {
  const data = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  const context = data.contextTemplate;
  const isObject = typeof context === "object" && context !== null;
  return {
    ...(isObject ? { context: context as Record<string, unknown> } : {}),
    ...(typeof data.launchMode === "string" ? { launchMode: data.launchMode } : {}),
  };
}

function statementOf(parts: Cmi5Parts, session: Session, verb: keyof typeof VERBS, extra: Statement) {
  const { launch } = parts;
  const template = session.context as { contextActivities?: { category?: unknown[] }; extensions?: unknown };
  const category = [{ id: `${CATEGORY}cmi5` }, ...(extra.isMoveOn ? [{ id: `${CATEGORY}moveon` }] : [])];
  const grouped = template.contextActivities ?? {};
  return {
    id: parts.uuid(),
    timestamp: parts.now().toISOString(),
    actor: launch.actor,
    verb: { id: VERBS[verb], display: { en: verb } },
    object: { objectType: "Activity", id: launch.activityId },
    context: {
      ...template,
      registration: launch.registration,
      contextActivities: { ...grouped, category: [...(grouped.category ?? []), ...category] },
    },
    ...(extra.result === undefined ? {} : { result: extra.result }),
  };
}
