/** "Did you mean": the known names that are closest to a mistaken one, for error messages. Pure. */

const MOST_SHOWN = 6;

/** What an error says was expected where `got` is none of `known`: near names first, else some of them. */
export function oneOf(kind: string, got: string, known: Iterable<string>): string {
  const names = [...known];
  if (names.length === 0) return `${kind}; there is none yet`;
  const near = nearNames(got, names);
  if (near.length > 0) return `${kind}; did you mean ${near.join(" or ")}?`;
  const shown = names.slice(0, MOST_SHOWN).join(", ");
  const rest = names.length - MOST_SHOWN;
  return `${kind}: one of ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** At most two names within a third of `got`'s length, nearest first. */
export function nearNames(got: string, known: readonly string[]): string[] {
  const most = Math.max(1, Math.floor(got.length / 3));
  const ranked = known
    .filter((name) => Math.abs(name.length - got.length) <= most)
    .map((name) => ({ name, distance: editDistance(got.toLowerCase(), name.toLowerCase()) }))
    .filter((it) => it.distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return ranked.slice(0, 2).map((it) => it.name);
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= left.length; i++) {
    const row: number[] = [i];
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let best = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (isSwapped) best = Math.min(best, at(rows, i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return at(rows, left.length, right.length);
}

const at = (rows: readonly number[][], i: number, j: number): number => rows[i]?.[j] ?? 0;
