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
