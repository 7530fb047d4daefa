/** Whoever makes and packs frames: threads, once there is more than a little to do, and until then Node's own. */
import type { Effort } from '../../../base/effort.ts';
import { giveBackFreed } from '../../../base/memory.ts';
import { Crew, readersFor } from '../../worker/crew.ts';
import { PACK } from '../container/compression.ts';
import type { Compression } from '../container/container.ts';
import { FrameMaker } from './frame-maker.ts';
import type { FrameMade, FramePacked, FrameToMake, Result, Task, WorkerSetup } from './protocol.ts';

/** Pieces of memory kept for the next frames. */
const KEPT = 5;

export interface FrameCrewOptions {
  compression: Compression;
  effort: Effort;
  /** Threads, at most; undefined: as many as the machine is good for. */
  readers: number | undefined;
  /** Bytes of the frames that are worth a thread, and whose memory is used again. */
  large: number;
}

/** Shared with the threads: what moves between them in place of being shared counts as allocated each time it comes back, and has the garbage collected. */
export type Room = Uint8Array<SharedArrayBuffer>;

export class FrameCrew {
  readonly #options: FrameCrewOptions;
  readonly #spare: Room[] = [];
  #crew: Crew<Task, Result> | null = null;

  constructor(options: FrameCrewOptions) {
    this.#options = options;
  }

  /** Threads, at most. */
  get size(): number {
    return readersFor(this.#options.readers, this.#options.effort);
  }

  /** False: what `pack` gives back is what it was given. */
  get packs(): boolean {
    return this.#options.compression !== 'none';
  }

  /** Memory for a large frame. */
  room(): Room {
    return this.#spare.pop() ?? new Uint8Array(new SharedArrayBuffer(this.#options.large));
  }

  /** Of a room nobody uses any more. */
  giveBack(room: Room): void {
    if (this.#spare.length < KEPT) this.#spare.push(room);
  }

  /** @param isLast no further one follows soon: no thread is started for it. */
  async make(task: FrameToMake, isLast: boolean): Promise<FrameMade> {
    if (this.#crew === null && isLast) return this.#here(task);
    this.#spare.splice(1); // where small files come, few large ones do
    const { given, before, sizes, mtimes, ctimes, inodes, modes, uids, gids } = task;
    return (await this.#hired().run(task, { transfer: [given, before, sizes, mtimes, ctimes, inodes, modes, uids, gids].map(({ buffer }) => buffer) })) as FrameMade;
  }

  /** What `room` holds in its first `length` bytes. It is given back by itself, unless nothing is packed: then it is the result. */
  async pack(room: Room, length: number): Promise<Uint8Array> {
    const { compression, large } = this.#options;
    const plain = room.subarray(0, length);
    if (compression === 'none') return plain;
    const isWorth = this.#crew !== null || length === large;
    const bytes = isWorth ? ((await this.#hired().run({ type: 'pack', plain })) as FramePacked).bytes : await PACK[compression](new Uint8Array(plain));
    this.giveBack(room);
    return bytes;
  }

  /** Ends the threads; a further frame would start them anew. */
  async close(): Promise<void> {
    const crew = this.#crew;
    this.#crew = null;
    this.#spare.length = 0;
    await crew?.close();
  }

  #hired(): Crew<Task, Result> {
    if (this.#crew !== null) return this.#crew;
    giveBackFreed();
    const { compression, effort } = this.#options;
    const data = (): Omit<WorkerSetup, 'sign'> => ({ compression, effort });
    return (this.#crew = new Crew({ worker: 'archive-worker', data, size: this.size, what: 'A worker of the archives' }));
  }

  async #here(task: FrameToMake): Promise<FrameMade> {
    const { plain, ...made } = new FrameMaker().make(task);
    const bytes = await PACK[this.#options.compression](plain);
    return { ...made, bytes: this.#options.compression === 'none' ? new Uint8Array(bytes) : (bytes as Uint8Array<ArrayBuffer>) };
  }
}
