/** The real engine in Node, one per call; holders of readers run in this process, since tests are our own code. */
import { readFileSync } from "node:fs";
import type { Player } from "../../engine/api.ts";
import { instantiate } from "../../engine/boundary/host.ts";
import { ReaderCalls } from "../../engine/boundary/readers.ts";
import { buildEntry } from "../../engine/build.mjs";
import { type CellApi, makeCellApi } from "../../engine/machine.ts";
import { makePlayer } from "../../engine/play.ts";

export async function openTestPlayer(): Promise<Player> {
  const compile = (source: string): unknown => new Function(`return (${source})`)();
  return makePlayer(
    await instantiate(readFileSync(await buildEntry()), new ReaderCalls({ compile, enter: () => undefined })),
  );
}

export async function openTestApi(): Promise<CellApi> {
  return makeCellApi(await openTestPlayer());
}
