/// <reference path="./wasm.d.ts" />
/** The worker: engine and cell API, brought together. Everything else is in `start.ts`. */
import { deflated, hash } from "virtual:daxlab/wasm";
import { instantiate } from "../engine/boundary/host.ts";
import { ReaderCalls } from "../engine/boundary/readers.ts";
import { isMachine, makeCellApi, viewOf } from "../engine/machine.ts";
import { makePlayer } from "../engine/play.ts";
import { inflate } from "./inflate.ts";
import { type LaterParts, takeLater, wasMissed } from "./later.ts";
import { startWorker } from "./start.ts";

startWorker(async ({ holders, importer }) => {
  const engine = await instantiate(await inflate(deflated), new ReaderCalls(holders));
  const cellApi = makeCellApi(makePlayer(engine), (texts) => importer.read(texts));
  const sample = cellApi.boot({ pmem: { pmem0: { size: "1 MiB" } } });
  const { machineOf } = cellApi;
  const later = { take: (delivered: unknown) => takeLater(delivered as LaterParts), wasMissed };
  return { engine: { machineOf, isMachine, viewOf }, cellApi: { ...cellApi }, hash, sample, later };
});
