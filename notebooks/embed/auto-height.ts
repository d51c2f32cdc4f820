/**
 * Tells how high the content is, whenever that changes. Differences of up to two pixels are kept quiet: rounding in the
 * host would answer them with others, for ever.
 */
import { MOST_HEIGHT } from "./messages.ts";

const SAME_PX = 2;

export function watchHeight(content: HTMLElement, say: (heightPx: number) => void): () => void {
  let said = 0;
  const measure = (): void => {
    const height = Math.min(MOST_HEIGHT, Math.ceil(content.getBoundingClientRect().height));
    // Zero: the frame is hidden, and has no height to speak of.
    if (height === 0 || Math.abs(height - said) <= SAME_PX) return;
    said = height;
    say(height);
  };
  const sight = new ResizeObserver(measure);
  sight.observe(content);
  measure();
  return () => sight.disconnect();
}
