/** Turns plain blobs into sealed ones, gathered in buffers that travel to the main thread: hash, look up, compress, seal, once over each byte. */
import { hash } from 'node:crypto';
import type { Sealer } from '../crypto/seal.ts';
import { TREE, type BlobType, type IdView } from '../index/id-table.ts';
import { Compressor } from './compression.ts';
import { joinIds } from './join-ids.ts';
import type { SealedBatch } from './protocol.ts';

const CAPACITY = 2 * 1024 * 1024;
const OVERHEAD = 32; // IV and tag
/** Ids remembered beyond what the main thread has confirmed, so that a run of equal chunks is stored once. */
const RECENT = 4096;

export class BlobSealer {
  readonly #sealer: Sealer;
  readonly #compressor: Compressor | null;
  readonly #send: (batch: SealedBatch) => void;
  readonly #free: ArrayBuffer[] = [];
  #known: IdView;
  #recent = new Set<string>();
  #bytes = new Uint8Array(0);
  #used = 0;
  #blobType: BlobType = 0;
  #ids: Uint8Array[] = [];
  #lengths: number[] = [];
  #uncompressed: number[] = [];

  constructor(sealer: Sealer, known: IdView, compressing: boolean, send: (batch: SealedBatch) => void) {
    this.#sealer = sealer;
    this.#compressor = compressing ? new Compressor() : null;
    this.#known = known;
    this.#send = send;
  }

  /** What was sealed for an earlier index may not be in this one. */
  set known(view: IdView) {
    this.#known = view;
    this.#recent = new Set();
  }

  /** Seals the blob unless it is stored already; returns its id (32 bytes). The plain bytes are not kept. */
  add(plain: Uint8Array, type: BlobType): Uint8Array {
    const id = hash('sha256', plain, 'buffer');
    if (this.#known.find(id, type) >= 0 || !this.#first(id, type)) return id;
    const packed = (type === TREE ? this.#compressor?.always(plain) : this.#compressor?.compress(plain)) ?? null;
    this.#append(id, type, packed ?? plain, packed === null ? 0 : plain.length);
    return id;
  }

  /** Sends what is gathered. */
  flush(): void {
    if (this.#ids.length === 0) return;
    this.#send({
      type: 'sealed',
      blobType: this.#blobType,
      bytes: this.#bytes.subarray(0, this.#used),
      ids: joinIds(this.#ids),
      lengths: Uint32Array.from(this.#lengths),
      uncompressed: Uint32Array.from(this.#uncompressed),
    });
    this.#bytes = new Uint8Array(0);
    this.#used = 0;
    this.#ids = [];
    this.#lengths = [];
    this.#uncompressed = [];
  }

  /** Takes a buffer back for the next batch. */
  recycle(buffer: ArrayBuffer): void {
    if (buffer.byteLength === CAPACITY && this.#free.length < 4) this.#free.push(buffer);
  }

  #first(id: Buffer, type: BlobType): boolean {
    if (this.#recent.size >= RECENT) this.#recent = new Set();
    const key = `${type}${id.toString('latin1')}`;
    if (this.#recent.has(key)) return false;
    this.#recent.add(key);
    return true;
  }

  #append(id: Uint8Array, type: BlobType, stored: Uint8Array, uncompressed: number): void {
    const room = stored.length + OVERHEAD;
    if (type !== this.#blobType || this.#used + room > this.#bytes.length) this.flush();
    if (this.#bytes.length === 0) this.#bytes = this.#buffer(room);
    this.#blobType = type;
    const length = this.#sealer.seal(stored, this.#bytes, this.#used);
    this.#used += length;
    this.#ids.push(id);
    this.#lengths.push(length);
    this.#uncompressed.push(uncompressed);
  }

  #buffer(room: number): Uint8Array<ArrayBuffer> {
    if (room > CAPACITY) return new Uint8Array(Buffer.allocUnsafeSlow(room).buffer);
    const free = this.#free.pop();
    return new Uint8Array(free ?? Buffer.allocUnsafeSlow(CAPACITY).buffer);
  }
}
