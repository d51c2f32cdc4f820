/** The page "Model and kernel": what each part of the engine models and what it leaves out, from the parts themselves. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";

export interface ModelPart {
  /** "dax.ts". */
  file: string;
  /** First paragraph of the header. */
  models: string;
  leftOut: string | null;
}

/** The header comment of a source: its first block comment, without the stars. */
function headerOf(source: string): string {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "";
  return comment.replace(/^[ \t]*\* ?/gm, "").trim();
}

export function modelParts(folder: string): ModelPart[] {
  return readdirSync(folder)
    .filter((it) => it.endsWith(".ts") && !/^(testing|index)/.test(it))
    .sort()
    .flatMap((file) => {
      const header = headerOf(readFileSync(join(folder, file), "utf8"));
      if (header === "") return [];
      const leftOut = /\*\*Left out:?\*\*:?\s*([\s\S]*?)(?:\n\s*\n|$)/.exec(header)?.[1] ?? null;
      return [{ file, models: header.split(/\n\s*\n/)[0] ?? "", leftOut }];
    });
}

export function fidelityPart({ root }: { root: string }): string {
  const parts = modelParts(join(root, "engine/assembly")).filter((it) => it.leftOut !== null);
  const items = parts.map(
    (it) =>
      `<div><dt id="model-${it.file.replace(/\W/g, "-")}"><code>${escapeHtml(it.file)}</code></dt><dd>${renderMarkdown(it.models)}<p class="left-out"><strong>Left out.</strong></p>${renderMarkdown(it.leftOut ?? "")}</dd></div>`,
  );
  return `<dl class="model">${items.join("\n")}</dl>`;
}

/** A line of public/fidelity.json, which `npm run fidelity` writes. */
interface Score {
  name: string;
  title: string;
  model: string;
  points: number;
  injections: number;
  matching: number;
  differences: { path: string; recorded: string; predicted: string }[];
}

/** How many recordings the models match, per kernel, and every remaining difference by name. */
export function scorePart({ root }: { root: string }): string {
  const scores = JSON.parse(readFileSync(join(root, "public/fidelity.json"), "utf8")) as Score[];
  const row = (name: string, list: readonly Score[]): string => {
    const matching = list.filter((it) => it.differences.length === 0).length;
    const injections = `${sum(list, (it) => it.matching)} of ${sum(list, (it) => it.injections)}`;
    const points = `${sum(list, (it) => it.points - it.differences.length)} of ${sum(list, (it) => it.points)}`;
    const cells = [`${matching} of ${list.length}`, injections, points].map((it) => `<td>${it}</td>`);
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join("")}</tr>`;
  };
  const models = [...new Set(scores.map((it) => it.model))];
  const rows = models.map((model) =>
    row(
      model,
      scores.filter((it) => it.model === model),
    ),
  );
  const head = ["Kernel", "Recordings", "Injections", "Points"].map((it) => `<th scope="col">${it}</th>`).join("");
  const body = [...rows, row("all", scores)].join("\n");
  return `<table class="score"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>\n${differencesPart(scores)}`;
}

function differencesPart(scores: readonly Score[]): string {
  const items = scores.flatMap((score) =>
    score.differences.map(
      ({ path, recorded, predicted }) =>
        `<li><strong>${escapeHtml(score.name)}</strong>, <code>${escapeHtml(path)}</code>: recorded <code>${escapeHtml(recorded)}</code>, predicted <code>${escapeHtml(predicted)}</code></li>`,
    ),
  );
  return items.length === 0 ? "<p>No difference remains.</p>" : `<ul class="differences">${items.join("\n")}</ul>`;
}

const sum = (list: readonly Score[], of: (it: Score) => number): number => list.reduce((all, it) => all + of(it), 0);
