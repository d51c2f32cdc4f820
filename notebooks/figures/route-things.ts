/** The upper half of the holder route: filesystems, files, processes, each with what was said to it. */
import { shortCode } from "./conclusion.ts";
import { cross } from "./hatch.ts";
import { clip, fsName, hex, mountHolder, returned, size } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { BOX, GUTTER, middle, type Scene, stopOf } from "./route-scene.ts";
import type { FileBox, MountBox, ProcessBox } from "./stack.ts";
import { box, d, group, label, path, type Shape } from "./svg.ts";
import { words } from "./words.ts";

export function mountShapes(scene: Scene, it: MountBox): Shape[] {
  const { mount } = it;
  const holder = mountHolder(mount);
  const hue = hueClass(mount.device);
  const y = scene.rows.mount;
  const asked = stopOf(scene, "holder", holder);
  const isDown =
    scene.view.route?.shutdowns.includes(holder) &&
    scene.view.at >= (stopOf(scene, "shutdown", holder)?.seq ?? Number.POSITIVE_INFINITY);
  const own = scene.places.state.daxDevices.some(
    (dev) => dev.holder === holder || dev.holders.some((h) => h.holder === holder),
  );
  const says = isDown
    ? `${returned(asked?.event.ret, asked?.event.errno)}, ${words().shutDown}`
    : asked
      ? words().asked(returned(asked.event.ret, asked.event.errno))
      : own
        ? ""
        : mount.dax === "off"
          ? words().daxOff
          : words().noHolder;
  const name = clip(words().onPlace(fsName(mount.fstype), words().listed(it.targets)), "name", it.w - 16);
  const shapes: Shape[] = [
    box(`thing ${hue}${isDown ? " dead" : ""}`, it.x, y, it.w, BOX.mount, 3),
    label(name, "name", it.x + 9, y + 17),
    label(clip(says, "note", it.w - 16), "note", it.x + 9, y + 33, { cls: asked ? "ink" : "soft" }),
  ];
  const under = scene.stack.segments.filter((s) => s.x + 1 >= it.x - 7 && s.x + s.w - 1 <= it.x + it.w + 7);
  if (under.length > 0)
    shapes.unshift(box(`column ${hue}`, it.x, y + BOX.mount, it.w, scene.rows.ground - y - BOX.mount));
  return [group("", shapes), ...it.files.flatMap((file) => fileShapes(scene, file, it))];
}

function fileShapes(scene: Scene, it: FileBox, over: MountBox): Shape[] {
  const y = scene.rows.file;
  const hue = hueClass(over.mount.device);
  const owner = scene.view.route?.owners.find((o) => o.file.path === it.file.path);
  const says = owner ? `${hex(owner.offInFileBytes, 4)} + ${size(owner.lenBytes)}` : size(it.file.sizeBytes);
  return [
    path(`stem ${hue}`, d("M", middle(it), y + BOX.file, "V", scene.rows.mount)),
    box(`thing ${hue}`, it.x, y, it.w, BOX.file, 3),
    label(clip(it.file.path, "name", it.w - 14), "name", it.x + 8, y + 15),
    label(clip(says, "tick", it.w - 14), "tick", it.x + 8, y + 29, { cls: owner ? "red" : "soft" }),
    ...it.processes.flatMap((p) => processShapes(scene, p, hue)),
  ];
}

function processShapes(scene: Scene, it: ProcessBox, hue: string): Shape[] {
  const y = scene.rows.process;
  const { route, at } = scene.view;
  const told = route?.told.find((t) => t.process === it.process.process && t.signal.seq <= at);
  const untold =
    route && at >= (route.stops.at(-1)?.seq ?? 0)
      ? route.untold.find((t) => t.process === it.process.process)
      : undefined;
  const w = words();
  const says = told
    ? w.told(shortCode(told.signal.code))
    : untold
      ? w.notTold
      : it.more > 0
        ? w.more(it.more)
        : it.process.policy;
  return [
    path(`stem ${hue}`, d("M", middle(it), y + BOX.process, "V", scene.rows.file)),
    box(`thing ${untold ? "untold" : hue}${told ? " told" : ""}`, it.x, y, it.w, BOX.process, 9),
    label(clip(it.process.process, "name", it.w - 16), "name", it.x + 9, y + 17),
    label(clip(says, "note", it.w - 16), "note", it.x + 9, y + 32, { cls: told ? "red" : "soft" }),
    ...(untold ? [cross(it.x + it.w - 11, y + 12, 4)] : []),
  ];
}

export function layerNames({ rows, stack }: Scene): Shape[] {
  const w = words();
  const hasFiles = rows.file !== rows.mount;
  const name = (text: string, y: number) => label(text, "note", GUTTER - 12, y, { anchor: "end", cls: "layer" });
  return [
    ...(rows.process === rows.file ? [] : [name(w.processes, rows.process + 25)]),
    ...(hasFiles ? [name(w.files, rows.file + 22)] : []),
    ...(stack.mounts.length > 0 ? [name(w.filesystems, rows.mount + 25)] : []),
    ...rows.mapped.flatMap((y) =>
      y === undefined ? [] : [name(stack.disks.some((it) => it.disk.targets) ? w.mapped : w.daxDevice, y + 28)],
    ),
    name(w.daxDevice, rows.dax + 19),
    name(w.bytes, rows.ground + 19),
    path("axis", d("M", GUTTER - 8, rows.ground + BOX.ground, "V", 10, "m", -3, 6, "l", 3, -6, "l", 3, 6)),
  ];
}
