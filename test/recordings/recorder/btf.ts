/**
 * The kernel's own description of its types (BTF, Documentation/bpf/btf.rst) → where members of structures lie and what
 * functions take and give. A module's description continues the one of the kernel: its types and texts count on.
 */

const MAGIC = 0xeb9f;
const KIND = { int: 1, pointer: 2, array: 3, struct: 4, union: 5, enum: 6, float: 16, enum64: 19 };
const TYPEDEF_LIKE = new Set([8, 9, 10, 11, 18]); // typedef, volatile, const, restrict, type tag
const FUNCTION = 12;
const PROTOTYPE = 13;
/** Words of 4 bytes that follow a type's head, beside those counted by `vlen`. */
const TAIL_WORDS: Readonly<Record<number, number>> = { 1: 1, 3: 3, 14: 1, 17: 1 };
const WORDS_PER_ENTRY: Readonly<Record<number, number>> = { 4: 3, 5: 3, 6: 2, 13: 2, 15: 3, 19: 3 };

export interface Member {
  offBytes: number;
  type: number;
}

interface Type {
  kind: number;
  name: string;
  /** Size in bytes, or the type that this one refers to. */
  value: number;
  vlen: number;
  isBitfield: boolean;
  /** Where the entries begin in the description it came from. */
  at: number;
  data: DataView;
}

export class Btf {
  readonly #types: Type[] = [{ kind: 0, name: "", value: 0, vlen: 0, isBitfield: false, at: 0, data: EMPTY }];
  readonly #byName = new Map<string, number>();

  /** Every module counts on from the kernel, so there is a table for each of them. */
  constructor(kernel: Buffer, module?: Buffer) {
    const textBytes = this.#read(kernel, Buffer.alloc(0));
    if (module !== undefined) this.#read(module, textBytes);
  }

  /** `before`: the texts that this description's counting goes on from. */
  #read(raw: Buffer, before: Buffer): Buffer {
    const data = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    if (data.getUint16(0, true) !== MAGIC) throw new Error("this is no description of types (BTF)");
    const [head, typeOff, typeLen, textOff, textLen] = [4, 8, 12, 16, 20].map((it) => data.getUint32(it, true));
    if (head === undefined || typeOff === undefined || typeLen === undefined) throw new Error("BTF is cut short");
    const textAt = head + (textOff ?? 0);
    const texts = raw.subarray(textAt, textAt + (textLen ?? 0));
    this.#text = (off) => {
      const [from, at] = off >= before.length ? [texts, off - before.length] : [before, off];
      return from.toString("latin1", at, from.indexOf(0, at));
    };
    for (let at = head + typeOff; at < head + typeOff + typeLen; ) {
      const info = data.getUint32(at + 4, true);
      const kind = (info >>> 24) & 0x1f;
      const vlen = info & 0xffff;
      const name = this.#text(data.getUint32(at, true));
      const id = this.#types.length;
      this.#types.push({
        kind,
        name,
        value: data.getUint32(at + 8, true),
        vlen,
        isBitfield: info >>> 31 === 1,
        at: at + 12,
        data,
      });
      const key = keyOf(kind, name);
      if (key !== null && !this.#byName.has(key)) this.#byName.set(key, id);
      at += 12 + 4 * ((TAIL_WORDS[kind] ?? 0) + vlen * (WORDS_PER_ENTRY[kind] ?? 0));
    }
    return texts;
  }

  #text: (off: number) => string = () => "";

  #type(id: number): Type {
    const type = this.#types[id];
    if (type === undefined) throw new Error(`type ${id} is not described`);
    return TYPEDEF_LIKE.has(type.kind) ? this.#type(type.value) : type;
  }

  struct(name: string): number | undefined {
    return this.#byName.get(`struct ${name}`);
  }

  /** What a pointer points to; undefined of anything else. */
  target(id: number): number | undefined {
    const type = this.#type(id);
    return type.kind === KIND.pointer ? type.value : undefined;
  }

  /** Where a member lies in a structure, also one of a structure without a name inside of it. */
  member(id: number, name: string): Member | undefined {
    const type = this.#type(id);
    if (type.kind !== KIND.struct && type.kind !== KIND.union) return undefined;
    for (let i = 0; i < type.vlen; i++) {
      const at = type.at + 12 * i;
      const memberName = this.#nameAt(type, at);
      const inner = type.data.getUint32(at + 4, true);
      const offset = type.data.getUint32(at + 8, true);
      const offBytes = Math.floor((type.isBitfield ? offset & 0xffffff : offset) / 8);
      if (memberName === name) return { offBytes, type: inner };
      if (memberName !== "") continue;
      const found = this.member(inner, name);
      if (found !== undefined) return { offBytes: offBytes + found.offBytes, type: found.type };
    }
    return undefined;
  }

  #nameAt(type: Type, at: number): string {
    const off = type.data.getUint32(at, true);
    return off === 0 ? "" : this.#text(off);
  }

  /** How a trace shall print a value of this type: "u32", "x64" of a pointer, "string" of text. */
  format(id: number): string {
    const type = this.#type(id);
    if (type.kind === KIND.pointer) return "x64";
    if (type.kind === KIND.array) return "string";
    if (type.kind === KIND.enum) return `u${type.value * 8}`;
    if (type.kind === KIND.int) {
      const isSigned = ((type.data.getUint32(type.at, true) >>> 24) & 1) === 1;
      return `${isSigned ? "s" : "u"}${type.value * 8}`;
    }
    throw new Error(`a value of type ${type.name || id} cannot be traced`);
  }

  prototype(fn: string): { returns: number; parameters: number[] } | undefined {
    const id = this.#byName.get(`function ${fn}`);
    if (id === undefined) return undefined;
    const prototype = this.#type(this.#type(id).value);
    if (prototype.kind !== PROTOTYPE) return undefined;
    const parameters = Array.from({ length: prototype.vlen }, (_, i) =>
      prototype.data.getUint32(prototype.at + 8 * i + 4, true),
    );
    return { returns: prototype.value, parameters };
  }
}

const EMPTY = new DataView(new ArrayBuffer(0));

function keyOf(kind: number, name: string): string | null {
  if (name === "") return null;
  if (kind === KIND.struct) return `struct ${name}`;
  return kind === FUNCTION ? `function ${name}` : null;
}
