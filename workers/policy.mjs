/**
 * The content security policies around readers' code. The frame's own is the strict one; since a frame without an address
 * also inherits its page's, the page's must allow what the frame needs.
 */

/** Sources that the policy of every page with a cage must contain. `frameHash`: "sha256-…" of the frame's script. */
export const pageSources = (frameHash) => ({
  scriptSrc: [`'${frameHash}'`, "blob:", "'wasm-unsafe-eval'"],
  workerSrc: ["blob:"],
});

/**
 * The frame's document; the worker's text comes after it, in a <pre>. Scripts: its own, and blobs, which only code inside can
 * make. No network, no eval.
 */
export function frameDocument(script, frameHash) {
  const policy = `default-src 'none'; script-src '${frameHash}' blob: 'wasm-unsafe-eval'; worker-src blob:`;
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${script}</script>`;
}
