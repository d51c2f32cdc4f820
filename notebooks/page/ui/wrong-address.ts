/** Says what of the page's address was not understood: what stands there, and what would have been. */
import { html, render } from "lit-html";
import type { WrongPart } from "../share.ts";
import type { PageContext } from "./cell-context.ts";
import { spoken } from "./spoken.ts";

/** Who reads which part of an address, and says what is wrong with it. */
export type AddressReader = "language" | "course" | "link";

/** Takes the place of what the same reader said before. */
export function wrongAddress(
  { strings, announcer }: PageContext,
  reader: AddressReader,
  wrong: readonly WrongPart[],
): void {
  document.querySelector(`[data-notice="address"][data-reader="${reader}"]`)?.remove();
  if (wrong.length === 0) return;
  const host = spoken(document.createElement("section"), strings);
  host.className = "notice";
  host.dataset.notice = "address";
  host.dataset.reader = reader;
  const texts = wrong.map((it) => strings.share.wrongPart(it.name, it.got, it.expected));
  render(
    html`${texts.map((it) => html`<p>${it}</p>`)}<button type="button" class="cell-button" @click=${() => host.remove()}>${strings.run.dismiss}</button>`,
    host,
  );
  document.querySelector("main")?.prepend(host);
  announcer.say(texts.join(" "));
}
