/** Forks as they stand in a store, in a link and in a file: text only. Anything that is none is left out. */

export interface KeptFork {
  /** Steps of the cell's machine that both branches share. */
  steps: number;
  /** What happens instead: operations as they stand behind a machine. */
  operations: string;
}

/** By the slug of the cell whose machine is forked. */
export type Forks = Readonly<Record<string, readonly KeptFork[]>>;

/** The newest are kept. */
export const MOST_FORKS = 20;
const MOST_CHARACTERS = 8192;
const MOST_STEPS = 1_000_000;
const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;

export function readForks(raw: unknown): Forks {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return {};
  const entries = Object.entries(raw).flatMap(([slug, all]): [string, KeptFork[]][] => {
    const forks = Array.isArray(all) && SLUG.test(slug) ? all.flatMap(readFork).slice(-MOST_FORKS) : [];
    return forks.length === 0 ? [] : [[slug, forks]];
  });
  return Object.fromEntries(entries);
}

export const countForks = (forks: Forks = {}): number => Object.values(forks).reduce((sum, it) => sum + it.length, 0);

function readFork(raw: unknown): KeptFork[] {
  const it = raw as Partial<KeptFork> | null;
  if (typeof it !== "object" || it === null) return [];
  const { steps, operations } = it;
  const isFork =
    typeof steps === "number" &&
    Number.isInteger(steps) &&
    steps >= 0 &&
    steps <= MOST_STEPS &&
    typeof operations === "string" &&
    operations.length <= MOST_CHARACTERS;
  return isFork ? [{ steps, operations }] : [];
}
