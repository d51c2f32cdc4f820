/** Two texts, line by line: what stays, goes and comes. Longest common subsequence; texts are as short as a cell. */

export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
}

export function diffLines(before: string, after: string): DiffLine[] {
  const left = before.split("\n");
  const right = after.split("\n");
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const isSame = left[i] === right[j];
      common[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: DiffLine[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    if (i < left.length && left[i] === right[j]) {
      out.push({ kind: "same", text: left[i++] as string });
      j++;
    } else if (i < left.length && (j === right.length || at(i + 1, j) >= at(i, j + 1))) {
      out.push({ kind: "removed", text: left[i++] as string });
    } else out.push({ kind: "added", text: right[j++] as string });
  }
  return out;
}
