/**
 * When the graph of values computes: in the next task, so that what is published together is computed once. Its own way is
 * the next animation frame, in which the figures would be a frame late, and which never comes in frames that are hidden or
 * scrolled out of sight.
 */

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
