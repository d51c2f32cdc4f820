/** The page of the cage's browser test: the real client on `window.lab`, and workers without a lockdown by `window.naked`. */

import { composed } from "../../workers/compose.mjs";
import { type Cage, openFrame } from "../../workers/page/cage.ts";
import { connectLab } from "../../workers/page/client.ts";

const PLAIN = new URLSearchParams(location.search).has("plain");

declare global {
  interface Window {
    lab: ReturnType<typeof connectLab>;
    heard: string[];
    restarts: string[];
    naked(worker: string, text: string): Promise<string>;
  }
}

window.heard = [];
window.restarts = [];
addEventListener("message", ({ data }) => window.heard.push(JSON.stringify(data)));
new BroadcastChannel("daxlab").onmessage = ({ data }) => window.heard.push(JSON.stringify(data));
window.lab = PLAIN
  ? connectLab({
      source: async () => {
        const [{ code }, { bytes }] = await Promise.all([
          import("virtual:daxlab/cage"),
          import("virtual:daxlab/engine"),
        ]);
        return { worker: composed(code, bytes), frame: "<p>no script</p>" };
      },
      later: async () => (await import("virtual:daxlab/later")).script,
      frameMs: 300,
    })
  : connectLab();
window.lab.onRestart((reason) => window.restarts.push(reason));

let cage: Cage | null = null;
window.naked = async (worker, text) => {
  const { frame } = await import("virtual:daxlab/cage");
  cage ??= openFrame({ worker, frame }, 4000);
  const calls = new MessageChannel();
  const notices = new MessageChannel();
  await cage.opened;
  const { spawn } = cage;
  return new Promise((done) => {
    const end = spawn([calls.port2, notices.port2], done);
    notices.port1.onmessage = () => calls.port1.postMessage(text);
    calls.port1.onmessage = ({ data }) => {
      end();
      done(String(data));
    };
    setTimeout(() => done("no answer"), 4000);
  });
};
