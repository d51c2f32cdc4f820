/** Functions of a test as texts that a page evaluates. */
export type Json = unknown;
type Code = (...args: never[]) => unknown;

/** The function's text as an expression, with a result that every driver carries: a string. */
export function expressionOf(fn: Code | string, args: readonly Json[]): string {
  const given = args.map((arg) => (arg === undefined ? "undefined" : JSON.stringify(arg))).join(", ");
  // Compilers that keep function names call __name.
  return `(async () => {
    const __name = (target) => target;
    try { return JSON.stringify({ value: await (${fn})(${given}) }); }
    catch (error) { return JSON.stringify({ error: String(error) }); }
  })()`;
}

/** For so long a condition is tried inside of the page before the page is asked again; a question costs more than a try. */
export const INSIDE_MS = 300;
/** Between two tries. */
export const STEP_MS = 30;

/** The function's text as one that is tried again and again, for `INSIDE_MS`, until it gives something truthy. */
export function patient(fn: Code): string {
  return `async (...given) => {
    const end = performance.now() + ${INSIDE_MS};
    for (;;) {
      let error;
      try {
        const value = await (${fn})(...given);
        if (value) return value;
      } catch (it) { error = it; }
      if (performance.now() > end) { if (error) throw error; return false; }
      await new Promise((done) => setTimeout(done, ${STEP_MS}));
    }
  }`;
}
