/**
 * The red thread of the machine's last failure, from the bad page to whoever was told, or to its end in mid-air.
 *
 * The figure follows the page's selection: with an event of this failure selected, the thread is drawn as far as that
 * event. Without one it is drawn whole. Walking along its stops selects their events.
 */
import { conclude, paperOf, routeTwin, stopName, stopSays } from "./conclusion.ts";
import type { Figure } from "./figure.ts";
import { makeFigure, walk } from "./frame.ts";
import { FOLD_PX } from "./room.ts";
import { routeOf } from "./route.ts";
import { layoutFolded } from "./route-folded.ts";
import type { RouteView } from "./route-scene.ts";
import { layoutRoute } from "./route-wide.ts";
import { type Shown, viewed } from "./shown.ts";
import { type Drawing, draw, escapeText } from "./svg.ts";
import { words } from "./words.ts";

export interface HolderRouteOptions {
  /** `seq` of the event up to which the thread is drawn on the still page. Default: all of it. */
  upTo?: number;
}

interface State {
  at: number;
}

export const layout = (view: RouteView, widthPx: number): Drawing =>
  widthPx < FOLD_PX ? layoutFolded(view, widthPx) : layoutRoute(view, widthPx);

export function holderRoute(shown: Shown, options: HolderRouteOptions = {}): Figure {
  const machine = viewed(shown);
  const route = routeOf(machine);
  const caption = conclude(machine, route);
  const kind = words().kinds["holder-route"];
  const stops = route?.stops ?? [];
  const stopAt = (at: number) => stops.findLastIndex((it) => it.seq <= at);
  return makeFigure<State>({
    name: "holder-route",
    caption,
    twin: routeTwin(machine, route),
    start: { at: options.upTo ?? Number.POSITIVE_INFINITY },
    cls: `paper-${paperOf(machine)}`,
    draw: ({ at }, widthPx, isLive) =>
      draw(
        layout({ machine, route, at }, widthPx),
        isLive && stops.length > 0 ? `${kind}. ${words().routeKeys}` : kind,
        isLive,
      ),
    below({ at }) {
      const index = stopAt(at);
      const stop = stops[index];
      if (!stop || at === Number.POSITIVE_INFINITY) return "";
      return `<p class="figure-step"><span class="figure-count">${escapeText(words().stopOf(index + 1, stops.length))}</span> ${escapeText(stopSays(stop))}</p>`;
    },
    live(it) {
      const from = machine.events[route?.from ?? 0]?.seq ?? 0;
      const to = machine.events[(route?.to ?? 0) - 1]?.seq ?? -1;
      const follow = (event: number | undefined) => {
        const at = event === undefined || event > to || event < from ? Number.POSITIVE_INFINITY : event;
        if (at !== it.state.at) it.change({ at });
      };
      it.undo(it.host.selection.subscribe((now) => follow(now.event)));
      follow(it.host.selection.current.event);
      walk(
        it,
        (key) => {
          const stop = stops.find((s) => `stop-${s.seq}` === key);
          if (!stop) return;
          const { range } = stop.event;
          it.host.selection.select(
            {
              event: stop.seq,
              thing: stopName(stop),
              ...(range && typeof range.offBytes === "number" && typeof range.lenBytes === "number"
                ? { range: { space: range.space, offBytes: range.offBytes, lenBytes: range.lenBytes } }
                : {}),
            },
            "holder-route",
          );
        },
        () => it.host.selection.select({}, "holder-route"),
      );
    },
  });
}
