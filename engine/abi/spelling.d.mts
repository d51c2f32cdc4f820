/** Lower-case names by number. */
export type NumberedNames = ReadonlyMap<number, string>;
export function namesBy(constants: Readonly<Record<string, unknown>>, prefix: string): NumberedNames;
export function packedNames(names: NumberedNames): string;
export function unpackedNames(text: string): NumberedNames;
