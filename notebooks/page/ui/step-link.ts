/** The address of a step of a cell's machine: in the address bar, and copied where the browser allows it. */
import { placeLink } from "../share.ts";
import type { LessonContext } from "./cell-context.ts";

export async function copyStepLink({ data, announcer, strings }: LessonContext, cell: string, event: number) {
  const url = new URL(location.href);
  url.hash = placeLink({ cell, step: Math.max(0, event), engine: data.engine });
  history.replaceState(null, "", url);
  await navigator.clipboard?.writeText(url.href).then(
    () => announcer.say(strings.cell.copied),
    () => undefined,
  );
}
