/**
 * `<dax-lab src="lessons/09-….html" cells="a..b" figure="…" step="17" theme="auto" lang="de">`: an embed with the height
 * of its content. One module, no globals; cells run in a frame of the lab's own, never in this page.
 *
 *   src      the lesson's page, from the folder of this module or absolute
 *   engine   first digits of the hash of the engine that the page was written with; its release is run
 *   saves    the frame may keep what readers write (it gets the lab's origin rather than none)
 *
 * What stands inside of the element is shown until the frame answers, and for good where there can be none: a policy
 * that forbids frames, no network. Authors put the recorded output and a link there; without any, a link is made.
 * Events: `dax-lab` with the embed's message as `detail` (messages.ts).
 */
import { addressOf } from "./address.ts";
import { type HostFrame, hearFrame } from "./host-frame.ts";
import type { FromEmbed } from "./messages.ts";

const NAME = "dax-lab";
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
/** A sheet made by script, which no policy of the page forbids. */
const LOOKS = new CSSStyleSheet();
LOOKS.replaceSync(":host{display:block}:host([hidden]){display:none}iframe{display:block;inline-size:100%;border:0}");
const FIRST_HEIGHT = 1;
const LESSON = /\/lessons\/([^/]+?)(?:\.html)?$/;

export class DaxLab extends HTMLElement {
  static readonly observedAttributes = ["src", "cells", "figure", "step", "theme", "lang", "engine", "saves"];
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #slot = document.createElement("slot");
  #frame: HTMLIFrameElement | null = null;
  #host: HostFrame | null = null;
  #isRefused = false;

  connectedCallback(): void {
    if (this.#frame === null) this.#open();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(name: string, _before: string | null, now: string | null): void {
    if (this.#frame === null) {
      // Of an element that could not open, another address may be right.
      if (name === "src" && this.#isRefused) this.#open();
      return;
    }
    if (name === "theme" && (now === "auto" || now === "light" || now === "dark")) {
      this.#host?.say({ type: "theme", theme: now });
    } else if (name === "step" && /^\d{1,7}$/.test(now ?? "")) this.#host?.say({ type: "step", step: Number(now) });
    else {
      this.#close();
      this.#open();
    }
  }

  /** The lesson's page, and from it the lab's root; null where `src` is no address of a lesson. */
  get #page(): URL | null {
    try {
      const page = new URL(this.getAttribute("src") ?? "", new URL(".", import.meta.url));
      return LESSON.test(page.pathname) ? page : null;
    } catch {
      return null;
    }
  }

  /** Above what stands inside, which stays: the page's author has to see it, its reader can still read. */
  #refuse(): void {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = `<dax-lab src="${this.getAttribute("src") ?? ""}">: expected the address of a lesson, such as lessons/09-one-device-two-filesystems.html`;
    this.#root.replaceChildren(line, this.#slot);
  }

  #open(): void {
    const page = this.#page;
    this.#isRefused = page === null;
    if (page === null) {
      this.#refuse();
      return;
    }
    const lesson = LESSON.exec(page.pathname)?.[1] ?? "";
    const id = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const get = (name: string) => this.getAttribute(name);
    const address = addressOf({
      lesson,
      cells: get("cells"),
      figure: get("figure"),
      step: get("step"),
      theme: get("theme"),
      lang: get("lang"),
      engine: get("engine"),
      id,
    });
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", SANDBOX + (this.hasAttribute("saves") ? " allow-same-origin allow-downloads" : ""));
    frame.setAttribute("allow", "fullscreen; clipboard-write");
    frame.title = this.title || `daxlab: ${lesson}`;
    frame.loading = "lazy";
    frame.style.blockSize = `${FIRST_HEIGHT}px`;
    frame.src = new URL(`../embed.html#${address}`, page).href;
    this.#frame = frame;
    this.#host = hearFrame(frame, id, (message) => this.#heard(message));
    this.#root.adoptedStyleSheets = [LOOKS];
    this.#root.replaceChildren(frame, this.#slot);
    if (this.textContent?.trim() === "") this.#slot.replaceChildren(linkTo(page));
  }

  #close(): void {
    this.#host?.close();
    this.#frame?.remove();
    this.#host = this.#frame = null;
    this.#slot.hidden = false;
    this.#root.replaceChildren(this.#slot);
  }

  #heard(message: FromEmbed): void {
    if (message.type === "ready") this.#slot.hidden = true;
    if (message.type === "height" && this.#frame) this.#frame.style.blockSize = `${message.height}px`;
    this.dispatchEvent(new CustomEvent(NAME, { detail: message, bubbles: true }));
  }
}

function linkTo(page: URL): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = page.href;
  link.textContent = "Open this lesson of daxlab";
  return link;
}

if (!customElements.get(NAME)) customElements.define(NAME, DaxLab);
