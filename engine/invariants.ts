/**
 * What must hold in every state of a model, read from the engine's tables; the reference's section 2.3. A violation
 * names its witness. Races ask after every move; here the state between steps is looked at.
 */
import * as abi from "./abi.ts";
import { holderName } from "./boundary/decode-events.ts";
import type { Reading } from "./boundary/reading.ts";
import type { Table } from "./boundary/table.ts";
import type { InvariantResult } from "./event.ts";

export function invariantsOf(it: Reading): InvariantResult[] {
  const dax = it.engine.table(abi.T_DAX);
  const devices = it.engine.table(abi.T_DEVICES);
  const holders = it.engine.table(abi.T_HOLDERS);
  const nameOf = (id: number): string => it.names.text(devices.u32(dax.u32(id, abi.DAX_DEVICE), abi.DEVICE_NAME));
  const holderOf = (id: number): string => holderName(holders, dax.u32(id, abi.DAX_HOLDER), it.names);
  const check = (id: string, find: (dax: number) => string | null): InvariantResult => {
    for (let one = 1; one <= dax.count; one++) {
      const witness = find(one);
      if (witness !== null) return Object.freeze({ id, holds: false, witness });
    }
    return Object.freeze({ id, holds: true });
  };
  return [
    check("I1", (id) => {
      const count = countOf(it, dax, id);
      return count > 1 ? `${nameOf(id)} has ${count} holders` : null;
    }),
    check("I2", (id) =>
      dax.u32(id, abi.DAX_HOLDER) === 0 && dax.u32(id, abi.DAX_OPS) !== 0
        ? `${nameOf(id)} has operations and no holder`
        : null,
    ),
    check("I3", (id) =>
      dax.u32(id, abi.DAX_ALIVE) === 0 && dax.u32(id, abi.DAX_HOLDER) !== 0
        ? `${nameOf(id)} is dead and held by ${holderOf(id)}`
        : null,
    ),
    check("I4", (id) => {
      const kind = devices.u32(dax.u32(id, abi.DAX_DEVICE), abi.DEVICE_KIND);
      return kind === abi.DEV_PARTITION ? `${nameOf(id)} is a partition with a dax_device` : null;
    }),
  ];
}

function countOf(it: Reading, dax: Table, id: number): number {
  const regs = it.engine.table(abi.T_REGS);
  let count = dax.u32(id, abi.DAX_HOLDER) === 0 ? 0 : 1;
  for (let reg = dax.u32(id, abi.DAX_FIRST_REG); reg !== 0; reg = regs.u32(reg, abi.REG_NEXT)) count++;
  return count;
}
