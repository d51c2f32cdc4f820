/** One entry of the table of what may be written in a cell. */

export type WordKind = "function" | "method" | "property" | "constant" | "option";

export interface Word {
  name: string;
  kind: WordKind;
  /** What it belongs to: "cell", "Machine", or the method or option whose object literal it may stand in. */
  of: string;
  /** `(device, offset)` or the type of a property. */
  shape: string;
  text: string;
}

export const word =
  (of: string, kind: WordKind) =>
  (name: string, shape: string, text: string): Word => ({ name, kind, of, shape, text });
