/** How wide a drawing may be: asked of the page before anything on it is changed, for then it needs no new layout to answer. */

export const NARROW_PX = 328;
/** Below this width the folded drawing is shown; the same number stands in styles/. */
export const FOLD_PX = 560;
const LEAST_PX = 288;
const MOST_NARROW_PX = 420;
const MOST_PX = 960;

export function widthIn({ clientWidth }: Element): number {
  if (clientWidth >= FOLD_PX) return Math.min(clientWidth, MOST_PX);
  return Math.max(LEAST_PX, Math.min(clientWidth, MOST_NARROW_PX) || NARROW_PX);
}

/** For the figures of a place, by the one that is there; 0: there is none. */
export function roomIn(place: Element): number {
  const stage = place.querySelector(".figure-stage");
  return stage === null ? 0 : widthIn(stage);
}
