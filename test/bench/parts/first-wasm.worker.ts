/// <reference path="../../../workers/wasm.d.ts" />
/** The site's worker, which answers the question of first-question.ts by its engine. */
import { deflated, hash } from "virtual:daxlab/wasm";
import { instantiate } from "../../../engine/boundary/host.ts";
import { ReaderCalls } from "../../../engine/boundary/readers.ts";
import { isMachine, makeCellApi, viewOf } from "../../../engine/machine.ts";
import { makePlayer } from "../../../engine/play.ts";
import { inflate } from "../../../workers/inflate.ts";
import { startWorker } from "../../../workers/start.ts";
import { machine, PLACES } from "./first-question.ts";

startWorker(async ({ holders, importer }) => {
  const player = makePlayer(await instantiate(await inflate(deflated), new ReaderCalls(holders)));
  const cellApi = makeCellApi(player, (texts) => importer.read(texts));
  const sample = cellApi.boot({ pmem: { pmem0: { size: "1 MiB" } } });
  const answer = (): number[] => {
    const value = machine();
    return PLACES.map(({ disk, offBytes }) => player.bytes(value, disk, offBytes, 1)[0] ?? 0);
  };
  const { machineOf } = cellApi;
  return { engine: { machineOf, isMachine, viewOf }, cellApi: { ...cellApi, answer }, hash, sample };
});
