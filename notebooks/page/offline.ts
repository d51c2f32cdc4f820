/**
 * The copy of the course on the reader's device. A service worker keeps it; nothing waits for it. A new version is
 * fetched in the background and used when the reader says so, never in the middle of something.
 *
 * A page that has a better place for the message listens for `daxlab:new-version` on the document, calls
 * `preventDefault()`, and `event.detail.use()` when the time has come.
 */
import type { BesideStrings } from "../i18n/beside.ts";

export const NEW_VERSION = "daxlab:new-version";

export interface NewVersion {
  /** Switches to the new version and reloads this page. */
  use(): void;
}

/** The site's root, wherever it lies: the manifest stands there. */
function rootOf(document: Document): string | null {
  const href = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href;
  return href === undefined ? null : new URL("./", href).href;
}

export function offlineCopy(document: Document, strings: BesideStrings): void {
  const root = rootOf(document);
  if (root === null || !/^https?:/.test(root) || !("serviceWorker" in navigator)) return;
  // In the frame of a course package the platform keeps the files, and there is no service worker among them.
  if (window.parent !== window) return;
  void register(document, root, strings).catch(() => {
    // Refused here (private window, insecure address): the page works as long as there is a network.
  });
}

async function register(document: Document, root: string, strings: BesideStrings): Promise<void> {
  const wasControlled = navigator.serviceWorker.controller !== null;
  const registration = await navigator.serviceWorker.register(`${root}service-worker.js`, { scope: root });
  const note = document.querySelector<HTMLElement>("[data-offline]");
  if (note) {
    note.lang = strings.tag;
    void navigator.serviceWorker.ready.then(() => note.append(` ${strings.offlineReady}`));
  }
  const offer = (worker: ServiceWorker): void => announce(document, worker, strings);
  if (registration.waiting && wasControlled) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller !== null) offer(fresh);
    });
  });
}

function announce(document: Document, worker: ServiceWorker, strings: BesideStrings): void {
  const detail: NewVersion = {
    use() {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      worker.postMessage("use-new-version");
    },
  };
  const isOurs = document.dispatchEvent(new CustomEvent(NEW_VERSION, { detail, cancelable: true }));
  if (isOurs) document.body.append(notice(document, detail, strings));
}

function notice(document: Document, version: NewVersion, strings: BesideStrings): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "new-version";
  bar.setAttribute("role", "status");
  bar.lang = strings.tag;
  const text = document.createElement("span");
  text.textContent = strings.newVersion;
  const button = (label: string, act: () => void): HTMLButtonElement => {
    const it = document.createElement("button");
    it.type = "button";
    it.textContent = label;
    it.addEventListener("click", act);
    return it;
  };
  bar.append(
    text,
    button(strings.reload, () => version.use()),
    button(strings.later, () => bar.remove()),
  );
  return bar;
}
