/**
 * The host's side of a frame: hears only the window that it made (an opaque frame has no origin to check) and only
 * messages that carry its name.
 */
import { type FromEmbed, readFromEmbed, type Said, type ToEmbed } from "./messages.ts";

export interface HostFrame {
  say(message: Said<ToEmbed>): void;
  close(): void;
}

export function hearFrame(frame: HTMLIFrameElement, id: string, onMessage: (it: FromEmbed) => void): HostFrame {
  const hear = (event: MessageEvent): void => {
    if (event.source === null || event.source !== frame.contentWindow) return;
    const message = readFromEmbed(event.data);
    if (message?.id === id) onMessage(message);
  };
  addEventListener("message", hear);
  return {
    // The frame may have no origin to name; it is told nothing that others may not know.
    say: (message) => frame.contentWindow?.postMessage({ daxlab: 1, id, ...message }, "*"),
    close: () => removeEventListener("message", hear),
  };
}
