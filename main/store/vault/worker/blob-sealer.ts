/** Turns plain blobs into sealed ones in shared memory, from where the main thread packs them: hash, look up, compress, seal, once over each byte. */
import { hash } from 'node:crypto';
import { OVERHEAD, type Sealer } from '../crypto/seal.ts';
import { DATA, TREE, type BlobType, type IdView } from '../index/id-table.ts';
import { Compressor } from '../../worker/compression.ts';
import { SLOT, type Control } from './control.ts';
import { joinIds } from './join-ids.ts';
import type { SealedBatch } from './protocol.ts';

/** Ids remembered beyond what the main thread has confirmed, so that a run of equal chunks is stored once. */
const RECENT = 4096;

export class BlobSealer {
  readonly #sealer: Sealer;
  readonly #compressor: Compressor | null;
  readonly #control: Control;
  readonly #send: (batch: SealedBatch) => void;
  #known: IdView;
  #recent = new Set<string>();
  /** The slot being filled; -1: none. */
  #slot = -1;
  #bytes = new Uint8Array(new SharedArrayBuffer(0));
  #used = 0;
  #blobType: BlobType = DATA;
  #ids: Uint8Array[] = [];
  #lengths: number[] = [];
  #uncompressed: number[] = [];

  constructor(sealer: Sealer, known: IdView, compressing: boolean, control: Control, send: (batch: SealedBatch) => void) {
    this.#sealer = sealer;
    this.#compressor = compressing ? new Compressor() : null;
    this.#known = known;
    this.#control = control;
    this.#send = send;
  }

  /** What was sealed for an earlier index may not be in this one. */
  set known(view: IdView) {
    this.#known = view;
    this.#recent = new Set();
  }

  /** Seals the blob unless it is stored already; returns its id (32 bytes). The plain bytes are not kept. @throws Stopped. */
  add(plain: Uint8Array, type: BlobType): Uint8Array {
    const id = hash('sha256', plain, 'buffer');
    if (this.#known.find(id, type) >= 0 || !this.#first(id, type)) return id;
    const packed = (type === TREE ? this.#compressor?.always(plain) : this.#compressor?.compress(plain)) ?? null;
    const uncompressed = packed === null ? 0 : plain.length;
    const stored = packed ?? plain;
    if (stored.length + OVERHEAD > SLOT) this.#sendLarge(id, type, stored, uncompressed);
    else this.#append(id, type, stored, uncompressed);
    return id;
  }

  /** Sends what is gathered. */
  flush(): void {
    if (this.#slot < 0) return;
    const { place, ids, lengths, uncompressed } = { place: this.#slot, ids: this.#ids, lengths: this.#lengths, uncompressed: this.#uncompressed };
    [this.#slot, this.#used, this.#ids, this.#lengths, this.#uncompressed] = [-1, 0, [], [], []];
    this.#send({
      type: 'sealed', blobType: this.#blobType, place, ids: joinIds(ids), lengths: Uint32Array.from(lengths), uncompressed: Uint32Array.from(uncompressed),
    });
  }

  #first(id: Buffer, type: BlobType): boolean {
    if (this.#recent.size >= RECENT) this.#recent = new Set();
    const key = `${type}${id.toString('latin1')}`;
    if (this.#recent.has(key)) return false;
    this.#recent.add(key);
    return true;
  }

  #append(id: Uint8Array, type: BlobType, stored: Uint8Array, uncompressed: number): void {
    if (type !== this.#blobType || this.#used + stored.length + OVERHEAD > SLOT) this.flush();
    if (this.#slot < 0) {
      this.#slot = this.#control.takeSlot();
      this.#bytes = this.#control.slot(this.#slot);
    }
    this.#blobType = type;
    const length = this.#sealer.seal(stored, this.#bytes, this.#used);
    this.#used += length;
    this.#ids.push(id);
    this.#lengths.push(length);
    this.#uncompressed.push(uncompressed);
  }

  #sendLarge(id: Uint8Array, type: BlobType, stored: Uint8Array, uncompressed: number): void {
    this.#control.acquireLarge(stored.length + OVERHEAD);
    const place = new Uint8Array(this.#sealer.sealed(stored).buffer);
    this.#send({ type: 'sealed', blobType: type, place, ids: joinIds([id]), lengths: Uint32Array.of(place.length), uncompressed: Uint32Array.of(uncompressed) });
  }
}
