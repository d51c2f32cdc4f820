/** Tasks of a page: what comes after all that is under way. */

/** Resolves in the next task. A message to oneself is one, and is not held back as timers are. */
export function nextTask(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
