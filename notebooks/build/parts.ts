/** Parts of pages that are generated from data: one function per `data-part`. */

import { homeThread } from "../figures/home-thread.ts";
import { GLOSSARY } from "../glossary.ts";
import { TIMELINE } from "../timeline.ts";
import { answerKey } from "./answer-key.ts";
import { referenceLine } from "./citations.ts";
import { fidelityPart, scorePart } from "./fidelity.ts";
import { escapeHtml } from "./html.ts";
import { courseMap } from "./lesson-frame.ts";
import { renderInline } from "./markdown.ts";
import { performancePart } from "./performance.ts";
import type { SiteContext } from "./site-context.ts";
import { termId } from "./terms.ts";

type Part = (context: SiteContext, options: Readonly<Record<string, string>>) => string;

/** The question that the course answers, as a figure. */
const heroPart = (): string => `<div class="hero-figure">${homeThread().markup()}</div>`;

/** The way into the first lesson; scripts turn it into the way back to where the reader was. */
function beginPart({ entries }: SiteContext): string {
  const first = entries[0];
  const href = first === undefined ? "#course" : `lessons/${first.slug}.html`;
  return `<p class="hero-link"><a class="primary" data-begin href="${href}">Begin</a></p>`;
}

export const PARTS: Readonly<Record<string, Part>> = {
  "course-map": ({ entries }) => courseMap(entries, ""),
  hero: heroPart,
  begin: beginPart,
  glossary: glossaryPart,
  references: referencesPart,
  timeline: timelinePart,
  fidelity: fidelityPart,
  score: scorePart,
  performance: performancePart,
  "answer-key": ({ lessons, edition }) => answerKey(lessons, edition),
};

function glossaryPart({ references }: SiteContext): string {
  const sorted = [...GLOSSARY].sort((left, right) => left.term.localeCompare(right.term, "en"));
  const entries = sorted.map((it) => {
    const also = it.also?.length
      ? ` <span class="also"><span>also</span> ${it.also.map(escapeHtml).join(", ")}</span>`
      : "";
    const unit =
      it.unit === undefined ? "" : `<dd class="unit"><span>Unit:</span> <span>${renderInline(it.unit)}</span></dd>`;
    const cites = (it.cites ?? []).map((id) => {
      const found = references.get(id);
      if (!found)
        throw new Error(`notebooks/glossary.ts: ${it.term} cites "${id}", which is not in notebooks/references/`);
      return referenceLine(found, "");
    });
    const sources = cites.length === 0 ? "" : `<dd class="sources">${cites.join(" · ")}</dd>`;
    return `<div><dt id="${termId(it)}"><dfn>${escapeHtml(it.term)}</dfn>${also}</dt><dd>${renderInline(it.text)}</dd>${unit}${sources}</div>`;
  });
  return `<dl class="glossary">${entries.join("\n")}</dl>`;
}

const KINDS = {
  mail: "Mails of the lists",
  kernel: "Kernel sources",
  recording: "Recordings",
  manual: "Manuals and documents",
};

function referencesPart({ references }: SiteContext): string {
  return Object.entries(KINDS)
    .map(([kind, title]) => {
      const items = [...references.values()]
        .filter((it) => it.kind === kind)
        .map((it) => `<li id="${it.id}">${referenceLine(it, "")}</li>`);
      return items.length === 0
        ? ""
        : `<h2 id="kind-${kind}">${title}</h2>\n<ul class="references">${items.join("\n")}</ul>`;
    })
    .join("\n");
}

function timelinePart({ references }: SiteContext): string {
  const items = TIMELINE.map((it) => {
    const cites = it.cites.map((id) => {
      const found = references.get(id);
      if (!found)
        throw new Error(`notebooks/timeline.ts: ${it.when} cites "${id}", which is not in notebooks/references/`);
      return `<a href="references.html#${id}">${escapeHtml(found.short)}</a>`;
    });
    const sources = cites.length === 0 ? "" : ` <span class="sources">${cites.join(", ")}</span>`;
    return `<li data-kind="${it.kind}"><span class="when">${escapeHtml(it.when)}</span><div><h2 id="${it.id}">${renderInline(it.title)}</h2><p>${renderInline(it.text)}${sources}</p></div></li>`;
  });
  return `<ol class="timeline">${items.join("\n")}</ol>`;
}
