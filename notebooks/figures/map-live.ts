/** How a reader moves over the memory map and pokes it: buttons, keys, wheel, drag, pinch. */
import type { Selected } from "./figure.ts";
import type { Live, Plan } from "./frame.ts";
import { hex } from "./labels.ts";
import type { MapWorld } from "./map-world.ts";
import type { MapState, MemoryMapOptions } from "./memory-map.ts";
import { FOLD_PX } from "./room.ts";
import { escapeText } from "./svg.ts";
import { words } from "./words.ts";

const LEAST = 256;
const AROUND = 65536;
const UNIT = { poison: 64, fail: 4096 } as const;

type View = Pick<MapState, "fromBytes" | "lenBytes">;

/** Width left of the lanes for their names; a folded map has them above. */
export const gutterPx = (widthPx: number): number => (widthPx >= FOLD_PX ? 114 : 4);

/** A window of whole bytes that lies on the device. */
function inside(world: MapWorld, fromBytes: number, lenBytes: number): View {
  const { sizeBytes } = world.disk;
  const len = Math.round(Math.max(LEAST, Math.min(sizeBytes, lenBytes)));
  return { lenBytes: len, fromBytes: Math.round(Math.max(0, Math.min(sizeBytes - len, fromBytes))) };
}

export function windowAt(world: MapWorld, options: MemoryMapOptions = {}): View {
  const { sizeBytes } = world.disk;
  const bad = world.route?.bad?.disk === world.disk.name ? world.route.bad : null;
  const { lenBytes } = inside(world, 0, options.lenBytes ?? (bad ? AROUND : sizeBytes));
  const centre = options.fromBytes ?? (bad ? Math.floor((bad.offBytes - lenBytes / 2) / 4096) * 4096 : 0);
  return inside(world, centre, lenBytes);
}

/** The window with one byte kept where it is on the screen. */
function zoomed(world: MapWorld, view: View, factor: number, part = 0.5): View {
  const at = view.fromBytes + view.lenBytes * part;
  const { lenBytes } = inside(world, 0, view.lenBytes * factor);
  return inside(world, at - lenBytes * part, lenBytes);
}
const moved = (world: MapWorld, view: View, part: number): View =>
  inside(world, view.fromBytes + view.lenBytes * part, view.lenBytes);

/** `.fail("pmem0", 0x1801_a000)`: the line of code that a poke at a byte stands for. */
export function pokeAt(world: MapWorld, does: MapState["does"], offBytes: number): string {
  const at = Math.max(0, Math.min(world.disk.sizeBytes - 1, Math.floor(offBytes / UNIT[does]) * UNIT[does]));
  return does === "poison"
    ? `.poison("${world.disk.name}", ${hex(at)}, 64)`
    : `.fail("${world.disk.name}", ${hex(at)})`;
}

export function mapControls(world: MapWorld, state: MapState): string {
  const w = words();
  const isWhole = state.lenBytes >= world.disk.sizeBytes;
  const button = (act: string, text: string, name: string, isOff = false, pressed?: boolean) =>
    `<button type="button" data-act="${act}" data-key="${act}" title="${escapeText(name)}" aria-label="${escapeText(name)}"${isOff ? " disabled" : ""}${pressed === undefined ? "" : ` aria-pressed="${pressed}"`}>${text}</button>`;
  const bad = world.route?.bad?.disk === world.disk.name;
  return [
    button("out", "−", `${w.zoomOut} (−)`, isWhole),
    button("in", "+", `${w.zoomIn} (+)`, state.lenBytes <= LEAST),
    button("left", "←", `${w.panLeft} (←)`, state.fromBytes <= 0),
    button("right", "→", `${w.panRight} (→)`, state.fromBytes + state.lenBytes >= world.disk.sizeBytes),
    button("home", escapeText(w.whole), `${w.whole} (Home)`, isWhole),
    ...(bad ? [button("bad", escapeText(w.toBad), w.toBad)] : []),
    `<span class="figure-space"></span>`,
    button("fail", escapeText(w.fails), w.fails, false, state.does === "fail"),
    button("poison", escapeText(w.poisons), w.poisons, false, state.does === "poison"),
    `<code class="figure-poke"></code>`,
  ].join("");
}

/** The line of code of a poke at the middle changes with every move, the controls around it hardly ever. */
export function showPoke(root: HTMLElement, world: MapWorld, state: MapState): void {
  const code = root.querySelector(".figure-poke");
  const text = pokeAt(world, state.does, state.fromBytes + state.lenBytes / 2);
  if (code && code.textContent !== text) code.textContent = text;
}

interface Kept extends Pick<MapState, "fromBytes" | "lenBytes" | "does"> {
  /** The bad page was in the window. */
  isBadSeen: boolean;
}

/**
 * A reader who zoomed in and pokes finds the same window over the machine that follows, if its disk is the same; who
 * had the bad page in sight keeps it in sight, at the same zoom.
 */
export function keptOf(world: MapWorld): NonNullable<Plan<MapState>["keep"]> {
  const bad = world.route?.bad?.disk === world.disk.name ? world.route.bad : null;
  const isBadSeen = ({ fromBytes, lenBytes }: View) =>
    bad !== null && bad.offBytes >= fromBytes && bad.offBytes < fromBytes + lenBytes;
  return {
    name: `memory-map of ${world.disk.name}, ${world.disk.sizeBytes}`,
    of: ({ fromBytes, lenBytes, does }: MapState): Kept => ({
      fromBytes,
      lenBytes,
      does,
      isBadSeen: isBadSeen({ fromBytes, lenBytes }),
    }),
    into: (it, state) => {
      const { isBadSeen: wasSeen, ...kept } = it as Kept;
      if (!wasSeen || bad === null || isBadSeen(kept)) return { ...state, ...kept };
      return { ...state, ...kept, ...inside(world, bad.offBytes - kept.lenBytes / 2, kept.lenBytes) };
    },
  };
}

export function mapLive(live: Live<MapState>, world: MapWorld, start: View): void {
  const stage = live.root.querySelector<HTMLElement>(".figure-drawing")!;
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", words().mapKeys(world.disk.name));
  const whole: View = { fromBytes: 0, lenBytes: world.disk.sizeBytes };
  const acts: Record<string, () => Partial<MapState>> = {
    in: () => zoomed(world, live.state, 0.5),
    out: () => zoomed(world, live.state, 2),
    left: () => moved(world, live.state, -0.25),
    right: () => moved(world, live.state, 0.25),
    home: () => whole,
    bad: () => start,
    fail: () => ({ does: "fail" }),
    poison: () => ({ does: "poison" }),
  };
  const keys: Record<string, string> = {
    "+": "in",
    "=": "in",
    "-": "out",
    "−": "out",
    ArrowLeft: "left",
    ArrowRight: "right",
    Home: "home",
  };
  const poke = (at: number) => {
    const lenBytes = UNIT[live.state.does];
    const offBytes = Math.floor(at / lenBytes) * lenBytes;
    live.change({ selected: { offBytes, lenBytes } });
    live.host.selection.select({ range: { space: world.disk.name, offBytes, lenBytes } }, "memory-map");
    live.host.poke?.(pokeAt(world, live.state.does, at));
  };
  live.on("click", (event) => {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
    if (act) live.change(acts[act]!());
  });
  live.on("focus", () => live.change({ isAimed: true }), stage);
  live.on("blur", () => live.change({ isAimed: false }), stage);
  live.on(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key];
      if (act) live.change(acts[act]!());
      else if (event.key === "Enter" || event.key === " ") poke(live.state.fromBytes + live.state.lenBytes / 2);
      else if (event.key === "Escape") stage.blur();
      else return;
      event.preventDefault();
    },
    stage,
  );
  byPointer(live, world, stage, poke);
  const follow = ({ range }: Selected, from: string) => {
    if (from === "memory-map") return;
    const offBytes = range ? onDisk(world, range) : null;
    if (!range || offBytes === null) return live.state.selected && live.change({ selected: null });
    const { fromBytes, lenBytes } = live.state;
    const isOff = offBytes < fromBytes || offBytes >= fromBytes + lenBytes;
    live.change({
      selected: { offBytes, lenBytes: range.lenBytes },
      ...(isOff ? inside(world, offBytes - lenBytes / 2, lenBytes) : {}),
    });
  };
  live.undo(live.host.selection.subscribe(follow));
  const { range } = live.host.selection.current;
  const at = range ? onDisk(world, range) : null;
  if (range && at !== null) live.change({ selected: { offBytes: at, lenBytes: range.lenBytes } });
}

/** Where a selected range lies on the map's disk: its own bytes, a partition's, or physical memory. */
function onDisk(world: MapWorld, range: NonNullable<Selected["range"]>): number | null {
  const space = range.space.replace(/^dax:/, "");
  if (space === "phys") {
    const offBytes = range.offBytes - (world.disk.resourceBytes ?? Number.POSITIVE_INFINITY);
    return offBytes >= 0 && offBytes < world.disk.sizeBytes ? offBytes : null;
  }
  const at = world.places.onDisk(space);
  return at?.device === world.disk.name ? at.offBytes + range.offBytes : null;
}

/** Wheel with Ctrl zooms, one pointer drags, two pinch; a press without a way is a poke. */
function byPointer(live: Live<MapState>, world: MapWorld, stage: HTMLElement, poke: (offBytes: number) => void): void {
  const down = new Map<number, { x: number; startX: number }>();
  const partAt = (clientX: number) => {
    const rect = stage.getBoundingClientRect();
    // A page may be shown larger than it is laid out.
    const x = ((clientX - rect.left) * stage.clientWidth) / rect.width;
    const left = gutterPx(stage.clientWidth);
    const part = (x - left) / (stage.clientWidth - left - 6);
    return Math.max(0, Math.min(1, part));
  };
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    live.change(zoomed(world, live.state, 2 ** (event.deltaY / 200), partAt(event.clientX)));
  };
  stage.addEventListener("wheel", wheel, { passive: false });
  live.undo(() => stage.removeEventListener("wheel", wheel));
  live.on(
    "pointerdown",
    (event) => {
      if (event.button === 0) down.set(event.pointerId, { x: event.clientX, startX: event.clientX });
    },
    stage,
  );
  live.on(
    "pointermove",
    (event) => {
      const it = down.get(event.pointerId);
      if (!it || event.clientX === it.x) return;
      const other = [...down.entries()].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const before = Math.abs(it.x - other.x) || 1;
        const after = Math.abs(event.clientX - other.x) || 1;
        live.change(zoomed(world, live.state, before / after, partAt((event.clientX + other.x) / 2)));
      } else if (Math.abs(event.clientX - it.startX) > 4) {
        stage.setPointerCapture(event.pointerId);
        live.change(moved(world, live.state, partAt(it.x) - partAt(event.clientX)));
      }
      it.x = event.clientX;
    },
    stage,
  );
  const up = (event: PointerEvent, isDone: boolean) => {
    const it = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (!it || !isDone || down.size > 0 || Math.abs(event.clientX - it.startX) > 4) return;
    poke(live.state.fromBytes + live.state.lenBytes * partAt(event.clientX));
  };
  live.on("pointerup", (event) => up(event, true), stage);
  live.on("pointercancel", (event) => up(event, false), stage);
}
