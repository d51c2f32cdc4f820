/** Linux' names of error numbers, as recordings spell them. */
import { constants } from "node:os";
import { errnoName as spelt } from "../../../engine/recordings/vocabulary.ts";

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));
/** Node has one name for two that are the same number, and none for the one that XFS calls EFSCORRUPTED. */
const LINUX: Readonly<Record<number, string>> = { 11: "EAGAIN", 95: "EOPNOTSUPP", 117: "EUCLEAN", 133: "EHWPOISON" };

export function errnoName(errno: number): string {
  if (errno === 0) return "0";
  return spelt(LINUX[errno] ?? NAMES.get(errno) ?? String(errno)) ?? String(errno);
}
