/** Reads a zip as strict unpackers do: from its directory, every entry with its length and checksum held against its bytes. */
import { crc32, inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** Name → bytes; throws where anything of the zip contradicts itself. */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error("no end of a directory");
  const count = zip.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`entry ${index} is none`);
    const [method, crc] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)];
    const [packed, size] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameBytes, extra, comment] = [at + 28, at + 30, at + 32].map((it) => zip.readUInt16LE(it));
    const name = zip.toString("utf8", at + 46, at + 46 + (nameBytes ?? 0));
    files.set(name, bytesOf(zip, zip.readUInt32LE(at + 42), { name, method, crc, packed, size }));
    at += 46 + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  if (at !== end) throw new Error("the directory does not end where it says");
  return files;
}

interface Entry {
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
}

function bytesOf(zip: Buffer, at: number, { name, method, crc, packed, size }: Entry): Buffer {
  if (zip.readUInt32LE(at) !== LOCAL) throw new Error(`${name}: no local header`);
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const raw = zip.subarray(start, start + packed);
  const bytes = method === 8 ? inflateRawSync(raw) : method === 0 ? raw : null;
  if (bytes === null) throw new Error(`${name}: method ${method}`);
  if (bytes.length !== size) throw new Error(`${name}: ${bytes.length} bytes, ${size} announced`);
  if (crc32(bytes) !== crc) throw new Error(`${name}: checksum`);
  return bytes;
}
