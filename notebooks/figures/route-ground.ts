/** The lower half of the holder route: the bytes with their borders, and the dax_devices with their slots. */
import { poisonMark } from "./hatch.ts";
import { clip, hex, size, textWidth } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { BOX, daxTop, GUTTER, holderSpan, middle, type Scene, slotX } from "./route-scene.ts";
import type { DiskBox } from "./stack.ts";
import { box, d, type Label, label, path, type Shape } from "./svg.ts";
import { words } from "./words.ts";

export function ground({ stack, rows, badX, view, widthPx }: Scene): Shape[] {
  const y = rows.ground;
  const shapes: Shape[] = [];
  const taken: [number, number][] = [];
  const bad = view.route?.bad;
  const tick = (x: number, text: string, anchor: NonNullable<Label["anchor"]>) => {
    const w = textWidth(text, "tick");
    const left = anchor === "end" ? x - w : anchor === "middle" ? x - w / 2 : x;
    if (left + w > widthPx || taken.some(([from, to]) => left < to + 6 && left + w > from - 6)) return;
    taken.push([left, left + w]);
    shapes.push(label(text, "tick", x, y + BOX.ground + 15, { anchor, cls: "soft" }));
  };
  for (const it of stack.segments) {
    shapes.push(box(it.isGap ? "gap" : `part ${hueClass(it.partition ?? it.disk)}`, it.x, y, it.w, BOX.ground));
    if (it.isGap) continue;
    const name = it.partition ?? it.disk;
    const free =
      badX !== null && badX > it.x && badX < it.x + it.w
        ? Math.max(badX - it.x - 16, it.x + it.w - badX - 16)
        : it.w - 12;
    const x = badX !== null && free === it.x + it.w - badX - 16 ? badX + 10 : it.x + 7;
    const text = clip(name, "name", free);
    shapes.push(label(text, "name", x, y + 19));
    const amount = size(it.endBytes - it.startBytes);
    if (text === name && textWidth(name, "name") + textWidth(amount, "note") + 10 < free) {
      shapes.push(label(amount, "note", x + textWidth(name, "name") + 8, y + 19, { cls: "soft" }));
    }
  }
  for (const [i, it] of stack.segments.entries()) {
    shapes.push(path("tick-line", d("M", it.x, y + BOX.ground, "v", 5)));
    const next = stack.segments[i + 1];
    const isLast = !next || next.disk !== it.disk;
    // The two borders of a narrow gap are written outwards.
    tick(it.x, hex(it.startBytes), it.isGap ? "end" : "start");
    if (isLast) tick(it.x + it.w, hex(it.endBytes), it.isGap ? "start" : "end");
  }
  if (bad && badX !== null) {
    shapes.push(...poisonMark(badX - 5, y, 10, BOX.ground));
    const text = `${words().inSpace(hex(bad.offBytes), bad.disk)}, ${words().bad(size(bad.lenBytes))}`;
    const half = textWidth(text, "code") / 2;
    const x = Math.max(GUTTER + half, Math.min(stack.segments.at(-1)!.x + stack.segments.at(-1)!.w - half, badX));
    shapes.push(path("callout", d("M", badX, y + BOX.ground, "V", y + BOX.ground + 24)));
    shapes.push(label(text, "code", x, y + BOX.ground + 35, { anchor: "middle", cls: "red" }));
  }
  return shapes;
}

export function daxBars(scene: Scene): Shape[] {
  return scene.stack.disks.flatMap((it): Shape[] => {
    const y = daxTop(scene, it);
    const dax = scene.places.state.daxDevices.find((dev) => dev.name === it.disk.name);
    const slots = dax?.holders.length ? dax.holders.map((h) => h.holder) : [dax?.holder ?? null];
    const isDead = dax?.alive === false || !it.disk.present;
    const hue = hueClass(it.disk.name);
    const shapes: Shape[] = [
      box(`thing ${hue}${isDead ? " dead" : ""}`, it.x, y, it.w, it.level > 0 ? BOX.mapped : BOX.dax, 3),
    ];
    const xs = slots.map((holder) => slotX(scene, it, holder));
    if (it.level > 0)
      shapes.push(
        label(
          clip([it.disk.name, it.disk.targets?.[0]?.type].filter(Boolean).join(", "), "name", it.w - 24),
          "name",
          it.x + 10,
          y + BOX.mapped - 9,
        ),
      );
    shapes.push(...daxName(scene, it, xs, y));
    for (const [i, holder] of slots.entries()) shapes.push(...slot(scene, it, xs[i]!, y, holder));
    return shapes;
  });
}

/** The device's name where neither a slot nor the thread is in its way; in small bars only what fits. */
function daxName(scene: Scene, { disk, level, x, w }: DiskBox, slots: readonly number[], y: number): Shape[] {
  const isBad = scene.view.route?.stops.some((it) => it.kind === "dax" && it.name === disk.name);
  const xs = isBad && scene.badX !== null ? [...slots, scene.badX] : slots;
  const [from, to] = isBad ? [Math.min(...xs), Math.max(...xs)] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // A mapped device has its name below already.
  for (const text of [words().daxDeviceOf(disk.name), ...(level === 0 ? [disk.name] : ["dax_device"])]) {
    const room = textWidth(text, "text");
    const isFree = (at: number) =>
      xs.every((it) => it < at - 10 || it > at + room + 10) && (at > to + 10 || at + room + 10 < from);
    const spot = [x + 10, x + w - room - 10, x + w * 0.35, x + w * 0.5].find(
      (at) => at + room < x + w - 4 && isFree(at),
    );
    if (spot !== undefined) return [label(text, "text", spot, y + 19)];
  }
  return [];
}

/** A notch in the top edge; plugged in it, the holder's line. */
function slot(scene: Scene, disk: DiskBox, x: number, y: number, holder: string | null): Shape[] {
  const notch = box(`slot ${hueClass(disk.disk.name)}`, x - 8, y - 4, 16, 9);
  const over = holder === null ? undefined : holderSpan(scene, holder);
  if (!over) {
    const text = holder === null ? words().noHolder : holder.startsWith("dax:") ? words().children : holder;
    const side = x + textWidth(text, "note") + 20 > disk.x + disk.w ? "end" : "start";
    return [notch, label(text, "note", side === "end" ? x - 13 : x + 13, y - 6, { anchor: side, cls: "soft" })];
  }
  const hue = hueClass(holder);
  const end = middle(over);
  const bend = over.bottom + 12;
  const line =
    Math.abs(end - x) < 1
      ? d("M", x, y - 3, "V", over.bottom)
      : d("M", x, y - 3, "V", bend, "H", end, "V", over.bottom);
  return [notch, path(`plug-line ${hue}`, line), box(`plug ${hue}`, x - 5, y - 3, 10, 7)];
}
