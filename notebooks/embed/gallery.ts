/** The gallery of embeds: each kind live, with the lines that put it into a page, for this site's own address. */
import { PAGE_DATA_ID, type PageData } from "../page/page-data.ts";
import { addressOf } from "./address.ts";
import { hearFrame } from "./host-frame.ts";
import { SANDBOX, type SnippetWish, snippet } from "./snippet.ts";

/** The course as one file has no page beside it that could be framed, and no address that others could use. */
const isFile = location.protocol === "file:";
const root = isFile ? "https://example.org/daxlab/" : new URL(".", location.href).href;
const HEIGHT = 420;

const data = JSON.parse(document.getElementById(PAGE_DATA_ID)?.textContent ?? "{}") as Partial<PageData>;

function titleOf(lesson: string): string {
  return data.lessons?.find((it) => it.slug === lesson)?.title ?? lesson;
}

/** What a figure says in the page as it was built: the words that stand where there can be no frame. */
async function captionOf(lesson: string, figure: string | undefined): Promise<string | undefined> {
  if (figure === undefined || isFile) return undefined;
  const answer = await fetch(`lessons/${lesson}.html`).catch(() => null);
  if (!answer?.ok) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(`[data-cell="${CSS.escape(figure)}"] figcaption`)?.textContent?.trim();
}

async function wishOf(place: HTMLElement): Promise<SnippetWish> {
  const { embed, lesson = "", figure, cells, height } = place.dataset;
  const kind = embed as SnippetWish["kind"];
  const recorded = kind === "element" ? await captionOf(lesson, figure) : undefined;
  const title = titleOf(lesson);
  return {
    root,
    kind,
    lesson,
    title,
    figure,
    cells,
    engine: data.engine ?? "",
    heightPx: Number(height ?? HEIGHT),
    recorded,
  };
}

/** In a page of the lab's own the element would be one frame more: both kinds are shown by the frame. */
function live({ lesson, title, figure, cells, heightPx, kind }: SnippetWish, id: string): HTMLElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.loading = "lazy";
  frame.setAttribute("sandbox", SANDBOX);
  frame.style.cssText = `inline-size:100%;block-size:${heightPx}px;border:1px solid var(--hair)`;
  frame.src = `embed.html#${addressOf({ lesson, figure: figure ?? null, cells: cells ?? null, id })}`;
  if (kind !== "lesson") {
    hearFrame(frame, id, (message) => {
      if (message.type === "height") frame.style.blockSize = `${message.height + 2}px`;
    });
  }
  return frame;
}

function copyable(text: string): HTMLElement {
  const box = document.createElement("div");
  const pre = document.createElement("pre");
  const button = document.createElement("button");
  pre.tabIndex = 0;
  pre.dir = "ltr";
  pre.append(Object.assign(document.createElement("code"), { textContent: text }));
  button.type = "button";
  button.className = "cell-button";
  button.dataset.action = "copy-snippet";
  button.textContent = "Copy";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(text).then(
      () => {
        status.textContent = " Copied.";
      },
      () => {
        getSelection()?.selectAllChildren(pre);
        status.textContent = " Selected; copy it with the keyboard.";
      },
    );
  });
  box.append(pre, button, status);
  return box;
}

// A function, because a classic script of one file has no await of its own.
async function fill(places: readonly HTMLElement[]): Promise<void> {
  for (const [index, place] of places.entries()) {
    const wish = await wishOf(place);
    place.append(live(wish, `gallery-${index}`), copyable(snippet(wish)));
  }
}

// The course as one file has no pages beside it that could be read or framed.
if (location.protocol !== "file:") void fill([...document.querySelectorAll<HTMLElement>("[data-embed]")]);
