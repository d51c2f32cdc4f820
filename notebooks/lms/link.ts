/**
 * Between a lesson page and the course package's frame around it: plain messages, checked on both sides. The page works
 * the same where nobody answers.
 *
 *   page → frame   { daxlab: 1, type: "progress", progress, urgent }    after every change
 *   page → frame   { daxlab: 1, type: "hello" }                          when it starts
 *   frame → page   { daxlab: 1, type: "restore", progress }              what the platform kept
 */
import { merged, type Progress, printProgress, readProgress } from "../exercises/progress.ts";

export interface PageLink {
  /** `isUrgent`: the platform is told at once (a solution was shown, the lesson ended). */
  send(progress: Progress, isUrgent: boolean): void;
  close(): void;
}

interface Message {
  daxlab: 1;
  type: string;
  progress?: unknown;
  urgent?: unknown;
}

function messageOf(event: MessageEvent, from: unknown): Message | null {
  const data = event.data as Partial<Message> | null;
  const isOurs = event.source === from && typeof data === "object" && data !== null && data.daxlab === 1;
  return isOurs && typeof data.type === "string" ? (data as Message) : null;
}

const progressOf = (message: Message): Progress | null =>
  typeof message.progress === "string" ? readProgress(message.progress) : null;

/** The page's side: `restore` gets progress to be taken over with what is on the device. */
export function linkToFrame(page: Window, get: () => Progress, restore: (progress: Progress) => void): PageLink {
  const frame = page.parent === page ? null : page.parent;
  const hear = (event: MessageEvent) => {
    const message = messageOf(event, frame);
    const progress = message?.type === "restore" ? progressOf(message) : null;
    if (progress !== null) restore(merged(get(), progress));
  };
  if (frame !== null) {
    page.addEventListener("message", hear);
    frame.postMessage({ daxlab: 1, type: "hello" } satisfies Message, "*");
  }
  return {
    send(progress, isUrgent) {
      const message = { daxlab: 1, type: "progress", progress: printProgress(progress), urgent: isUrgent } as const;
      frame?.postMessage(message satisfies Message, "*");
    },
    close: () => page.removeEventListener("message", hear),
  };
}

export interface FrameParts {
  /** What the platform kept, to be given to every page that says hello. */
  kept(): Progress | null;
  onProgress(progress: Progress, isUrgent: boolean): void;
}

/** The frame's side: listens to the one page in its iframe. */
export function linkToPage(frame: Window, page: () => Window | null, parts: FrameParts): () => void {
  const hear = (event: MessageEvent) => {
    const message = messageOf(event, page());
    if (message === null) return;
    const progress = progressOf(message);
    if (message.type === "progress" && progress !== null) parts.onProgress(progress, message.urgent === true);
    const kept = parts.kept();
    if (message.type !== "hello" || kept === null) return;
    const answer: Message = { daxlab: 1, type: "restore", progress: printProgress(kept) };
    page()?.postMessage(answer, "*");
  };
  frame.addEventListener("message", hear);
  return () => frame.removeEventListener("message", hear);
}
