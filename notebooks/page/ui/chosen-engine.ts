/**
 * The engine that an address asks for: `?engine=<first digits of its hash>` on a page, `engine=` in an embed's address. The
 * whole page runs on it, in the same cage as ever, and says so. Where it cannot be had the page's own runs, and a notice
 * says that as well. `?engine=current` is the page's own, whatever a link names.
 */
import { html, nothing, render } from "lit-html";
import type { Lab } from "../../../workers/api.ts";
import { connectLab } from "../../../workers/page/client.ts";
import type { PageStrings } from "../../i18n/strings.ts";
import { type FoundRelease, findRelease } from "../release.ts";
import { CURRENT, shortHash } from "../release-data.ts";
import { spoken } from "./spoken.ts";

export interface EngineSaid {
  /** Number of the release, where it is known. */
  n: number | null;
  hash: string;
  kind: "runs" | Exclude<FoundRelease["kind"], "found">;
}

export interface ChosenEngine {
  /** Null: the page's own. */
  lab: Lab | null;
  said: EngineSaid | null;
}

/** Whether the page has to look for it at all. */
export const isOther = (wanted: string, own: string): boolean =>
  wanted !== CURRENT && !(wanted.length >= 12 && own.startsWith(wanted));

export async function chooseEngine(wanted: string, own: string): Promise<ChosenEngine> {
  if (!isOther(wanted, own)) return { lab: null, said: null };
  const found = await findRelease(wanted, siteRoot());
  const hash = shortHash(wanted);
  if (found.kind !== "found") return { lab: null, said: { n: "n" in found ? found.n : null, hash, kind: found.kind } };
  const { cage, n } = found;
  const lab = connectLab({
    source: async () => ({ worker: cage.worker, frame: (await import("virtual:daxlab/cage")).frame }),
    importer: async () => cage.importer,
  });
  const { engineHash, boundary } = await lab.ready;
  if (boundary !== "none" && engineHash === cage.hash) return { lab, said: { n, hash: cage.hash, kind: "runs" } };
  lab.close();
  return { lab: null, said: { n, hash, kind: "other" } };
}

/** The manifest stands at the site's root; an embed has none and stands there itself. */
function siteRoot(): string {
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href;
  return new URL(".", manifest ?? location.href.replace(/[?#].*/s, "")).href;
}

/** Says on which engine the page runs; with a way to the page's own, except in a frame, whose address is its host's. */
export function showEngine(main: HTMLElement, said: EngineSaid, strings: PageStrings): void {
  const host = spoken(document.createElement("section"), strings);
  host.className = "notice engine-notice";
  host.dataset.engine = said.kind;
  main.prepend(host);
  const words = strings.share;
  const url = new URL(location.href);
  url.searchParams.set("engine", CURRENT);
  const isFramed = document.documentElement.dataset.page === "embed";
  const way = html` <a data-action="engine-current" href=${url.href}>${words.engineCurrent}</a>`;
  render(html`<p>${words.engine(said)}${said.kind === "runs" && !isFramed ? way : nothing}</p>`, host);
}
