/**
 * SIGBUS: sent by the failure handlers, raised by faults.
 *
 * SIGBUS is not queued: while one is pending, others are sent and lost. What a handler sends stays pending until the
 * process runs again, at the end of the step; a fault's own signal is taken at once.
 *
 * **Left out:** dispositions and masks: every process has a handler and goes on.
 */
import {
  BUS_MCEERR_AO, BUS_MCEERR_AR, FN_SIGNAL, KEY_ADDR_OFFSET_IN_MAPPING, KEY_CODE, KEY_DELIVERED, KEY_LSB,
  KEY_MAP, KIND_NULL, KIND_SI_CODE, MAPPING_NAME, PROCESS_PENDING, RULE_SIGNAL_FAULT, RULE_SIGNAL_PENDING,
  RULE_SIGNAL_PLAIN, RULE_SIGNAL_SENT, SI_KERNEL, WHO_PROCESS,
} from "../abi";
import { argBool, argName, argNumber, eventArg, eventCloseVoid, eventOpen, eventStep } from "./events";
import { mappingAt, processAt, processName } from "./processes";
import { put32 } from "./state";

function emit(process: u32, rule: u32, code: u32, mapping: u32, off: u64, lsb: u32, delivered: bool): void {
  const event = eventOpen(FN_SIGNAL, rule, WHO_PROCESS, processName(process));
  eventArg(event, KEY_CODE, KIND_SI_CODE, code);
  argName(event, KEY_MAP, mapping == 0 ? 0 : load<u32>(mappingAt(mapping), MAPPING_NAME));
  if (mapping == 0) eventArg(event, KEY_ADDR_OFFSET_IN_MAPPING, KIND_NULL, 0);
  else argNumber(event, KEY_ADDR_OFFSET_IN_MAPPING, off);
  argNumber(event, KEY_LSB, lsb);
  argBool(event, KEY_DELIVERED, delivered);
  eventCloseVoid(event);
}

/** Models send_sig_mceerr and force_sig_mceerr, kernel/signal.c. */
export function signalSend(process: u32, isCurrent: bool, mapping: u32, offInMapping: u64, lsb: u32): void {
  const at = processAt(process) + PROCESS_PENDING;
  const now = eventStep() + 1;
  const isPending = load<u32>(at) == now;
  if (!isPending) put32(at, now);
  const code: u32 = isCurrent ? BUS_MCEERR_AR : BUS_MCEERR_AO;
  emit(process, isPending ? RULE_SIGNAL_PENDING : RULE_SIGNAL_SENT, code, mapping, offInMapping, lsb, !isPending);
}

/** A fault that could not be served: BUS_ADRERR, or BUS_MCEERR_AR with the size of the page. */
export function signalFault(process: u32, code: u32, mapping: u32, offInMapping: u64): void {
  const lsb: u32 = code == BUS_MCEERR_AR ? 12 : 0;
  emit(process, RULE_SIGNAL_FAULT, code, mapping, offInMapping, lsb, true);
}

/** Models force_sig(SIGBUS) of kill_me_maybe: no address. */
export function signalPlain(process: u32): void {
  emit(process, RULE_SIGNAL_PLAIN, SI_KERNEL, 0, 0, 0, true);
}
