/** Machines of the real engine on their way to the page: whole, and each piece once. */
import { beforeAll, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { randomScenario } from "../../engine/cli/random-scenario.ts";
import { type CellApi, viewOf } from "../../engine/machine.ts";
import { packValue, packView, unpackValue, unpackView } from "../../workers/parcel.ts";
import { type Pieces, Shelf } from "../../workers/shelf.ts";
import { openTestApi } from "../support/player.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

/** As a message channel does it. */
const cross = (shelf: Shelf): Pieces => structuredClone(shelf.takeOutbox());

const SCENARIOS = 60;

test("the page sees of any machine exactly what the engine says, however much of it was there before", () => {
  const [worker, page] = [new Shelf(), new Shelf()];
  for (let number = 0; number < SCENARIOS; number++) {
    const whole: Machine = api.machineOf(randomScenario(number));
    // The end, a part of it, and another way to go on from there.
    const middle = whole.at(whole.length >> 1);
    for (const machine of [whole, middle, middle.with({ kernel: "6.12" }), whole.at(-1)]) {
      const name = packView(viewOf(machine), worker);
      page.receive(cross(worker));
      expect(unpackView(name, page), `scenario ${number}`).toEqual(viewOf(machine));
    }
  }
});

test("what was sent is not sent again: a machine, its past, and what both have in common with others", () => {
  const [worker, page] = [new Shelf(), new Shelf()];
  for (let number = 0; number < SCENARIOS; number++) {
    const machine = api.machineOf(randomScenario(number));
    packView(viewOf(machine), worker);
    page.receive(cross(worker));
    packView(viewOf(machine), worker);
    expect(cross(worker), `scenario ${number}`).toEqual([]);
    packView(viewOf(machine.at(-1)), worker);
    const kinds = cross(worker).map(([, piece]) => piece.kind);
    expect(kinds.filter((it) => it === "step" || it === "root")).toEqual([]);
  }
});

test("a machine of the page comes into a worker that has seen nothing, and is the same there", () => {
  for (let number = 0; number < SCENARIOS; number++) {
    const value = randomScenario(number);
    const [page, worker] = [new Shelf(), new Shelf()];
    const name = packValue(value, page);
    worker.receive(cross(page));
    expect(unpackValue(name, worker)).toEqual(value);
  }
});
