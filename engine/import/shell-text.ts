/** Words and lines of a POSIX shell script. */

/** A word as it is, whatever is in it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Parts of a script, joined; an empty part leaves no line. */
export function lines(...parts: readonly (readonly string[])[]): string {
  return `${parts.flat().join("\n")}\n`;
}
