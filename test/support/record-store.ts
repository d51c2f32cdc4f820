/** A learning record store on loopback, as small as cmi5 lets it be, and strict about what cmi5 demands. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordStore {
  endpoint: string;
  tokenUrl(registration: string): string;
  /** Short names of the statements' verbs, in order. */
  verbs(): string[];
  tokensGiven: number;
  /** What was not as the specification has it. */
  problems: string[];
  close(): Promise<void>;
}

interface Statement {
  id?: string;
  verb?: { id?: string };
  context?: { registration?: string; contextActivities?: { category?: { id: string }[] } };
  timestamp?: string;
}

const TOKEN = "dG9rZW4=";

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

export interface StoreChoice {
  /** Answers with the page of some proxy, whatever it is asked besides the token. */
  nonsense?: boolean;
}

export async function serveRecordStore(allowedOrigin: string, choice: StoreChoice = {}): Promise<RecordStore> {
  const statements: Statement[] = [];
  const states = new Map<string, string>();
  const store = { tokensGiven: 0, problems: [] as string[] };
  const answer = async (request: IncomingMessage): Promise<[number, string]> => {
    const url = new URL(request.url ?? "/", "http://store");
    if (url.pathname === "/token") {
      store.tokensGiven++;
      if (store.tokensGiven > 1) store.problems.push("the token was fetched twice");
      return [200, JSON.stringify({ "auth-token": TOKEN })];
    }
    if (choice.nonsense) return [200, "<html>{{{ please sign in"];
    if (request.headers.authorization !== `Basic ${TOKEN}`) return [401, "{}"];
    if (request.headers["x-experience-api-version"] === undefined) store.problems.push("no version header");
    if (url.pathname === "/xapi/statements" && request.method === "PUT") {
      statements.push(checked(JSON.parse(await bodyOf(request)) as Statement, url, store.problems));
      return [204, ""];
    }
    const stateId = url.searchParams.get("stateId") ?? "";
    if (url.pathname !== "/xapi/activities/state") return [404, "{}"];
    if (request.method === "PUT") {
      states.set(stateId, await bodyOf(request));
      return [204, ""];
    }
    if (stateId === "LMS.LaunchData") {
      const contextTemplate = { extensions: { "https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s" } };
      return [200, JSON.stringify({ launchMode: "Normal", contextTemplate })];
    }
    const state = states.get(stateId);
    return state === undefined ? [404, "{}"] : [200, state];
  };
  const server = createServer((request, response) => {
    const headers = {
      "Access-Control-Allow-Origin": allowedOrigin,
      "Access-Control-Allow-Headers": "authorization, content-type, x-experience-api-version",
      "Access-Control-Allow-Methods": "GET, PUT, POST",
    };
    if (request.method === "OPTIONS") {
      response.writeHead(204, headers).end();
      return;
    }
    void answer(request).then(([status, text]) => response.writeHead(status, headers).end(text));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint: `${origin}/xapi/`,
    tokenUrl: (registration) => `${origin}/token?r=${registration}`,
    verbs: () => statements.map((it) => it.verb?.id?.split("/").at(-1) ?? ""),
    get tokensGiven() {
      return store.tokensGiven;
    },
    problems: store.problems,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function checked(statement: Statement, url: URL, problems: string[]): Statement {
  const categories = statement.context?.contextActivities?.category?.map((it) => it.id) ?? [];
  if (!categories.includes("https://w3id.org/xapi/cmi5/context/categories/cmi5")) problems.push("no cmi5 category");
  if (statement.id !== url.searchParams.get("statementId")) problems.push("the statement has another id");
  if (!statement.context?.registration) problems.push("no registration");
  if (!statement.timestamp) problems.push("no timestamp");
  return statement;
}
