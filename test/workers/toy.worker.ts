/** The worker around a toy: everything but the engine is the real thing. */
import { isMachine, makeCellApi, viewOf } from "../../engine/machine.ts";
import { startWorker } from "../../workers/start.ts";
import { makeToyPlayer } from "./toy-player.ts";

startWorker(async ({ holders }) => {
  const cellApi = makeCellApi(makeToyPlayer(holders));
  const { machineOf } = cellApi;
  const sample = cellApi.boot({ pmem: { pmem0: { size: "1 MiB" } } });
  return { engine: { machineOf, isMachine, viewOf }, cellApi: { ...cellApi }, hash: "toy", sample };
});
