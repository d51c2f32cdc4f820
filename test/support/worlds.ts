/** Machines on a player without rules: bare, mounted, and with a mapped file. */
import { expect } from "vitest";
import { makeCellApi } from "../../engine/machine.ts";
import { makeEchoPlayer } from "./echo-player.ts";

export function world() {
  const player = makeEchoPlayer();
  const api = makeCellApi(player);
  const bare = api.boot({ kernel: "6.1", pmem: { pmem0: { size: "64 MiB", partitions: ["30 MiB", "30 MiB"] } } });
  const mounted = bare
    .mkfs("xfs", "pmem0p1", { rmapbt: true, reflink: false })
    .mount("pmem0p1", "/a", { dax: "always" });
  const mapped = mounted
    .create("/a/f", "64 KiB")
    .spawn("alice", "early")
    .mmap("alice", "/a/f", { touch: ["0", 4096] });
  return { player, api, bare, mounted, mapped };
}

export const errorOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toMatchObject({ name: "SceneError" });
    return (error as Error).message;
  }
  return "no error";
};
