/**
 * What surrounds a lesson: the tools at the top of every page and what they open. Everything that opens is fetched
 * when it is opened.
 */
import { html, nothing, render } from "lit-html";
import type { PageContext } from "./cell-context.ts";
import type { LessonView } from "./lesson-view.ts";
import { spoken } from "./spoken.ts";

export type ShellPart = "search" | "settings" | "shortcuts" | "share" | "work" | "hand-in" | "projector";

export class Shell {
  readonly context: PageContext;
  readonly view: LessonView | null;

  constructor(context: PageContext, view: LessonView | null) {
    this.context = context;
    this.view = view;
    this.#draw();
    void this.#later();
  }

  #draw(): void {
    const { strings, data } = this.context;
    const host = document.createElement("div");
    host.className = "page-tools";
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", strings.shell.tools);
    spoken(host, strings);
    const tool = (part: ShellPart, text: string) =>
      html`<button type="button" class="page-tool" data-open=${part} @click=${() => void this.open(part)}>${text}</button>`;
    render(
      html`${data.search ? tool("search", strings.shell.search) : nothing}
        ${this.view ? html`${tool("share", strings.shell.share)} ${tool("projector", strings.shell.projector)}` : nothing}
        ${this.view && data.exercises.length > 0 ? tool("hand-in", strings.shell.handIn) : nothing}
        ${tool("work", strings.keep.work)} ${tool("settings", strings.shell.settings)} ${tool("shortcuts", strings.shell.shortcuts)}`,
      host,
    );
    const place = document.querySelector<HTMLElement>("[data-tools]") ?? document.querySelector<HTMLElement>("header");
    if (place) place.append(host);
    else document.body.prepend(host);
  }

  async open(part: ShellPart): Promise<void> {
    if (part === "search") (await import("./search-dialog.ts")).openSearch(this.context);
    else if (part === "settings") (await import("./settings-dialog.ts")).openSettings(this.context);
    else if (part === "shortcuts") (await import("./shortcuts-dialog.ts")).openShortcuts(this.context);
    else if (part === "work") (await import("./work-dialog.ts")).openWork(this.context, this.view);
    else if (this.view === null) return;
    else if (part === "share") (await import("./share-dialog.ts")).openShare(this.view);
    else if (part === "projector") (await import("./projector.ts")).startProjector(this.context);
    else (await import("./hand-in-dialog.ts")).openHandIn(this.view);
  }

  /** What can wait until the lesson answers: exercises, progress, the course map. */
  async #later(): Promise<void> {
    await this.view?.context.lab.ready.catch(() => undefined);
    const { startCourse } = await import("./course.ts");
    await startCourse(this.context, this.view);
  }
}
