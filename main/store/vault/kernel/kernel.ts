/** The vault's WebAssembly kernels, one instance and one memory a thread: cutting, Poly1305, the counter mode around a cipher, scrypt's mixing. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../base/fault.ts';
import { instantiate, type Memory } from './web-assembly.ts';

/** What `assembly/index.ts` exports. Pointers and lengths are bytes in the kernel's memory; addresses come back signed. */
interface Exports {
  readonly memory: Memory;
  scan(at: number, end: number, mask: number): number;
  counterBlocks(into: number, count: number, high: bigint, low: bigint): void;
  xor(into: number, stream: number, length: number): void;
  polyStart(key: number): void;
  polyUpdate(at: number, length: number): void;
  polyFinish(pad: number, into: number): void;
  romix(lane: number, room: number, rounds: number, r: number): void;
}

/** A fixed stretch of the kernel's memory. */
export interface Region {
  /** Address of its first byte. */
  readonly offset: number;
  readonly length: number;
  /** A view of it. Growing the memory detaches views: take it anew after anything that may call `reserve`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const PAGE = 65536;
/** The kernel's own data ends here; see `assembly/layout.ts`. A page stays free for the compiler's constants. */
const FIRST_REGION = 2 * PAGE;
const RABIN_TABLES = 0x1000;
/** WebAssembly cannot address more with 32 bits. */
const MEMORY_LIMIT = 2 ** 32;

/** Scratch space that everything on this thread shares: nothing may rely on it from one call to the next. */
export const SCRATCH = 64 * 1024;

export class Kernel {
  readonly code: Omit<Exports, 'memory'>;
  /** Two slices for sealing and opening, `SCRATCH` bytes each. */
  readonly slice: Region;
  readonly stream: Region;
  /** 256 bytes for keys, tags, history. */
  readonly small: Region;
  readonly #memory: Memory;
  #end = FIRST_REGION;
  #view: Uint8Array<ArrayBuffer>;
  #tables: BigUint64Array | null = null;

  /** @param wasm what `scripts/build-kernel.mjs` compiled. */
  constructor(wasm: Uint8Array) {
    const exports = instantiate(wasm) as Exports;
    this.code = exports;
    this.#memory = exports.memory;
    this.#view = new Uint8Array(this.#memory.buffer);
    this.slice = this.reserve(SCRATCH);
    this.stream = this.reserve(SCRATCH);
    this.small = this.reserve(256);
  }

  /** All of the memory, as it is now. */
  get view(): Uint8Array<ArrayBuffer> {
    if (this.#view.length === 0) this.#view = new Uint8Array(this.#memory.buffer);
    return this.#view;
  }

  /** Takes a region for good, aligned to 64 bytes. Reserve once and reuse: nothing is ever given back. */
  reserve(bytes: number): Region {
    const offset = this.#end;
    const end = offset + Math.ceil(bytes / 64) * 64;
    if (end > MEMORY_LIMIT) throw new Fault('bug', `The vault's kernel cannot hold ${bytes} more bytes: its memory ends at 4 GiB.`);
    const missing = Math.ceil((end - this.view.length) / PAGE);
    if (missing > 0) this.#memory.grow(missing);
    this.#end = end;
    return new FixedRegion(this, offset, bytes);
  }

  /** Makes `scan` use these tables. Cheap while they stay the same. */
  useTables(tables: BigUint64Array): void {
    if (this.#tables === tables) return;
    this.view.set(new Uint8Array(tables.buffer, tables.byteOffset, tables.byteLength), RABIN_TABLES);
    this.#tables = tables;
  }
}

class FixedRegion implements Region {
  readonly offset: number;
  readonly length: number;
  readonly #kernel: Kernel;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(kernel: Kernel, offset: number, length: number) {
    this.#kernel = kernel;
    this.offset = offset;
    this.length = length;
    this.#bytes = kernel.view.subarray(offset, offset + length);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    // A view of a detached buffer has length 0; a region of length 0 makes a new one each time, which is as good.
    if (this.#bytes.length === 0) this.#bytes = this.#kernel.view.subarray(this.offset, this.offset + this.length);
    return this.#bytes;
  }
}

/** From a bundle in `dist/main`, and from the source folder `main/store/vault/kernel`. The nearer first: the other leads out of a bundle's project. */
const PLACES = ['../kernel/vault.wasm', '../../../../dist/kernel/vault.wasm'];

/** One with a memory of its own, which goes when nobody holds it any more. A Fault `bug` tells that it was not built. */
export function newKernel(): Kernel {
  const found = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) {
    throw new Fault('bug', 'The vault cannot be used: its kernels (dist/kernel/vault.wasm) have not been built.', {
      advice: 'Run "node scripts/build-kernel.mjs" in the project folder; "npm start" and "npm test" do it by themselves.',
    });
  }
  return new Kernel(readFileSync(found));
}

let loaded: Kernel | null = null;

/** The kernel of this thread, loaded at the first call. */
export function threadKernel(): Kernel {
  loaded ??= newKernel();
  return loaded;
}
