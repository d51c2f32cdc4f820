/** A worker as the site's but for its engine: the question of first-question.ts is answered by the plain model of the tests. */
import { startWorker } from "../../../workers/start.ts";
import { forward } from "../../support/oracle.ts";
import { PLACES, WORLD, WRITES } from "./first-question.ts";

const none = (): never => {
  throw new Error("this worker has no engine");
};

startWorker(async () => {
  const answer = (): number[] => {
    const bytes = new Map<string, number>();
    for (const { offBytes, byte } of WRITES) {
      const place = forward(WORLD, "dm-0", offBytes);
      if (place !== null) bytes.set(`${place.disk} ${place.offBytes}`, byte);
    }
    return PLACES.map(({ disk, offBytes }) => bytes.get(`${disk} ${offBytes}`) ?? 0);
  };
  const isMachine = (_it: unknown): _it is never => false;
  return { engine: { machineOf: none, isMachine, viewOf: none }, cellApi: { answer }, hash: "plain", sample: {} };
});
