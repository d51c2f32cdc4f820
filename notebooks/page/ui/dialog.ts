/** One modal dialog at a time, with a heading and a button that closes it; the focus goes back where it came from. */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { PageStrings } from "../../i18n/strings.ts";
import { spoken } from "./spoken.ts";

export interface OpenDialog {
  readonly element: HTMLDialogElement;
  /** Draws the body again. */
  draw(body: TemplateResult): void;
  close(): void;
}

export function openDialog(title: string, strings: PageStrings): OpenDialog {
  const element = spoken(document.createElement("dialog"), strings);
  element.className = "dialog";
  element.setAttribute("aria-labelledby", "dialog-title");
  document.body.append(element);
  const close = () => element.close();
  element.addEventListener("close", () => {
    element.remove();
  });
  // A click on the backdrop is one on the dialog itself.
  element.addEventListener("click", (event) => {
    if (event.target === element) close();
  });
  const draw = (body: TemplateResult | typeof nothing) =>
    render(
      html`<div class="dialog-inside"><header class="dialog-head"><h2 id="dialog-title" tabindex="-1">${title}</h2>
          <button type="button" class="cell-button" data-action="close-dialog" @click=${close}>${strings.shell.close}</button></header>
        <div class="dialog-body">${body}</div></div>`,
      element,
    );
  draw(nothing);
  element.showModal();
  element.querySelector<HTMLElement>("h2")?.focus();
  return { element, draw, close };
}
