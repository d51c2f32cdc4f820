/**
 * Gets a classic script that hands something over by calling one function. That works where neither modules nor requests
 * do: in frames of opaque origin whose server gives no permission.
 */
const MOST_MS = 20_000;

/** Rejects when the script is not there, or does not call. */
export function handedOver<T>(src: string, name: string): Promise<T> {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    const end = (): void => {
      clearTimeout(timer);
      script.remove();
      Reflect.deleteProperty(globalThis, name);
    };
    const fail = (): void => {
      end();
      failed(new Error(`${src} is not there`));
    };
    const timer = setTimeout(fail, MOST_MS);
    const value = (given: T): void => {
      end();
      done(given);
    };
    Object.defineProperty(globalThis, name, { configurable: true, value });
    script.onerror = fail;
    script.src = src;
    document.head.append(script);
  });
}
