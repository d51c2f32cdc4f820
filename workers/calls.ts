/**
 * Calls over a port: the name of a method and its arguments one way, its answer the other. Structured-clone data both ways,
 * and nothing else: no function, no object of the other side, no property but the methods that are there.
 *
 * Written here rather than taken from a library, since both sides are fetched before a page's first answer.
 */

/** The methods of the other side. */
export type Calls<T> = {
  readonly [K in keyof T]: T[K] extends (...given: infer G) => infer R ? (...given: G) => Promise<Awaited<R>> : never;
};

interface Call {
  id: number;
  name: string;
  given: readonly unknown[];
}
type Reply = { id: number } & ({ value: unknown } | { thrown: string });

export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** Calls of what `answerCalls` has at the other end. A call whose answer never comes never ends. */
export function callsOver<T>(port: Port): Calls<T> {
  const waiting = new Map<number, (reply: Reply) => void>();
  let count = 0;
  port.onmessage = ({ data }: MessageEvent<Reply>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  const call =
    (name: string) =>
    (...given: readonly unknown[]): Promise<unknown> =>
      new Promise((done, failed) => {
        const id = ++count;
        waiting.set(id, (it) => ("thrown" in it ? failed(new Error(String(it.thrown))) : done(it.value)));
        port.postMessage({ id, name, given } satisfies Call);
      });
  return new Proxy({} as Calls<T>, { get: (_, name) => call(String(name)) });
}

/** Answers by the own methods of an object. */
export function answerCalls(methods: object, port: Port): void {
  const reply = (it: Reply): void => port.postMessage(it);
  port.onmessage = async ({ data: { id, name, given } }: MessageEvent<Call>) => {
    try {
      if (!Object.hasOwn(methods, name)) throw new Error(`there is no ${name} to call`);
      const method = methods[name as keyof typeof methods] as (...given: readonly unknown[]) => unknown;
      reply({ id, value: await method(...given) });
    } catch (error) {
      reply({ id, thrown: String(error) });
    }
  };
}
