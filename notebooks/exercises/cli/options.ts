/** Command-line arguments: "--name value", "--name=value", "--flag", and the rest. Unknown names are errors. */

export class UsageError extends Error {
  override name = "UsageError";
}

export interface Options {
  values: ReadonlyMap<string, string>;
  flags: ReadonlySet<string>;
  rest: readonly string[];
}

export function readOptions(args: readonly string[], values: readonly string[], flags: readonly string[]): Options {
  const found = { values: new Map<string, string>(), flags: new Set<string>(), rest: [] as string[] };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (!arg.startsWith("--")) {
      found.rest.push(arg);
      continue;
    }
    const [name, inline] = arg.slice(2).split(/=(.*)/s) as [string, string | undefined];
    if (flags.includes(name) && inline === undefined) found.flags.add(name);
    else if (values.includes(name)) {
      const value = inline ?? args[++i];
      if (value === undefined) throw new UsageError(`--${name} needs a value`);
      found.values.set(name, value);
    } else {
      const known = [...values, ...flags].map((it) => `--${it}`).join(", ");
      throw new UsageError(`unknown option --${name}; there is ${known}`);
    }
  }
  return found;
}

/** "2/8" → the second of eight. */
export function readShard(text: string | undefined): { index: number; count: number } | null {
  if (text === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index < 1 || index > count) throw new UsageError(`--shard: got ${text}, expected i/n such as 2/8`);
  return { index: index - 1, count };
}
