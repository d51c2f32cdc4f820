/**
 * Names of numbered constants: found by their prefix, packed into one text, and unpacked. Plain JavaScript, because the
 * build of the worker and the worker itself use it.
 */

/**
 * Lower-case names by number, without their prefix. Where several constants have a number, the first by name counts; names that
 * end in _FIRST begin a range and name nothing.
 */
export function namesBy(constants, prefix) {
  const isWanted = (name) => (prefix === "E" ? /^E[A-Z]+$/.test(name) : name.startsWith(prefix));
  const names = new Map();
  for (const name of Object.keys(constants).sort()) {
    const value = constants[name];
    if (!isWanted(name) || name.endsWith("_FIRST") || typeof value !== "number" || names.has(value)) continue;
    names.set(value, name.slice(prefix.length).toLowerCase());
  }
  return names;
}

/** In the order of their numbers; a number stands before a name whose number does not follow the one before. */
export function packedNames(names) {
  let next = 0;
  const words = [...names]
    .sort(([left], [right]) => left - right)
    .flatMap(([number, name]) => {
      const jump = number === next ? [] : [number];
      next = number + 1;
      return [...jump, name];
    });
  return words.join(" ");
}

export function unpackedNames(text) {
  const names = new Map();
  let next = 0;
  for (const word of text.split(" ")) {
    if (/^\d+$/.test(word)) next = Number(word);
    else names.set(next++, word);
  }
  return names;
}
