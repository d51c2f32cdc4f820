/** axe-core in the page, in every engine. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Scope } from "./page.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Violation {
  id: string;
  impact: string;
  help: string;
  /** Selectors of the offending elements. */
  targets: string[];
}

interface AxeWindow {
  axe: {
    run(
      context: unknown,
      options: unknown,
    ): Promise<{ violations: { id: string; impact: string; help: string; nodes: { target: unknown[] }[] }[] }>;
  };
}

/** What axe finds wrong in the page or in the part that `selector` finds; empty when all is well. */
export async function axe(scope: Scope, selector?: string): Promise<Violation[]> {
  const isThere = await scope.evaluate(() => "axe" in window);
  if (!isThere) await scope.inject(source);
  return scope.evaluate(async (part: string | null) => {
    const { violations } = await (window as unknown as AxeWindow).axe.run(part ?? document, {
      resultTypes: ["violations"],
    });
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      targets: nodes.map((node) => node.target.join(" ")),
    }));
  }, selector ?? null);
}
