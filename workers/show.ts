/** Values as text, for what a cell logs: one line, whatever they are. */

const MOST_CHARACTERS = 2000;

/** `isMachine` tells which objects are shown as machines. */
export function showWith(isMachine: (it: unknown) => boolean): (it: unknown) => string {
  const plain = (_key: string, it: unknown): unknown => {
    if (typeof it === "bigint") return `${it}n`;
    if (typeof it === "function") return `function ${it.name}`;
    if (typeof it === "symbol" || it === undefined) return String(it);
    if (it instanceof Error) return `${it.name}: ${it.message}`;
    if (it instanceof Map) return { Map: [...it] };
    if (it instanceof Set) return { Set: [...it] };
    if (ArrayBuffer.isView(it) && !(it instanceof DataView)) return Array.from(it as Uint8Array);
    return isMachine(it) ? machineText(it as { length: number }) : it;
  };
  return (it) => {
    if (typeof it !== "object" || it === null) return String(plain("", it));
    // A machine would give its value to JSON before anybody is asked.
    if (isMachine(it)) return machineText(it as { length: number });
    try {
      const text = it instanceof Error ? String(it) : JSON.stringify(it, plain);
      return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
    } catch {
      return Object.prototype.toString.call(it);
    }
  };
}

const machineText = ({ length }: { length: number }): string => `machine of ${length} steps`;
