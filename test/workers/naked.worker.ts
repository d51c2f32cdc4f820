/** A worker that takes nothing away: what the frame's policy holds back by itself. Answers each text with its value. */
addEventListener("message", ({ ports }) => {
  const [calls, notices] = ports;
  if (calls === undefined || notices === undefined) return;
  calls.onmessage = async ({ data }) => {
    const url = URL.createObjectURL(
      new Blob([`globalThis.tried = (async () => (${data}))()`], { type: "text/javascript" }),
    );
    try {
      (globalThis as unknown as { importScripts(url: string): void }).importScripts(url);
      calls.postMessage(String(await (globalThis as unknown as { tried: Promise<unknown> }).tried));
    } catch (error) {
      calls.postMessage(String(error));
    }
  };
  notices.postMessage("ready");
});
