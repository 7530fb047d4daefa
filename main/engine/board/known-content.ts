/** What a store holds already does not come over the wire again: whatever the file is called now, and whenever it was written. */
import { createHash } from 'node:crypto';
import type { Call } from '../../base/call.ts';
import type { StoredEntry, StreamContent, WalkItem } from '../../entry/entry.ts';
import { identityOf } from '../../source/device/identities.ts';
import type { Source, SourceSize } from '../../source/source.ts';
import type { SnapshotReader } from '../../store/store.ts';

/** Larger files come from the board: what is read here has to be proved before it is passed on, and lies in memory so long. */
const LARGEST = 4 * 1024 * 1024;

export class KnownContent implements Source {
  readonly kind = 'device';
  readonly paths: readonly string[];
  readonly #source: Source;
  readonly #earlier: SnapshotReader;

  /** @param source of a board that computes SHA-256. @param earlier a snapshot of a board. */
  constructor(source: Source, earlier: SnapshotReader) {
    this.#source = source;
    this.#earlier = earlier;
    this.paths = source.paths;
  }

  async *walk(call: Call): AsyncIterable<readonly WalkItem[]> {
    const known = await this.#known(call);
    for await (const batch of this.#source.walk(call)) yield batch.map((item) => this.#eased(item, known));
  }

  measure(call: Call, counted: (size: SourceSize) => void): Promise<SourceSize> {
    return this.#source.measure(call, counted);
  }

  async #known(call: Call): Promise<Map<bigint, StoredEntry>> {
    const known = new Map<bigint, StoredEntry>();
    const silent: Call = { ...call, progress: call.progress, report: () => undefined }; // what cannot be read here is read from the board
    for await (const batch of this.#earlier.walk({}, silent)) {
      for (const { entry } of batch) if (entry.type === 'file' && entry.size <= LARGEST) known.set(entry.inode, entry);
    }
    return known;
  }

  #eased(item: WalkItem, known: ReadonlyMap<bigint, StoredEntry>): WalkItem {
    if (item.type !== 'entry' || item.content?.type !== 'stream') return item;
    const stored = known.get(item.entry.inode);
    return stored === undefined || stored.size !== item.entry.size ? item : { ...item, content: this.#either(stored, item.content) };
  }

  #either(stored: StoredEntry, fromBoard: StreamContent): StreamContent {
    const held = (call: Call): Promise<Uint8Array | null> => this.#held(stored, call);
    return {
      type: 'stream',
      async *open(call) {
        const bytes = await held(call);
        if (bytes === null) yield* fromBoard.open(call);
        else yield bytes;
      },
    };
  }

  /** Null unless it is, to the byte, what the board said it holds. */
  async #held(stored: StoredEntry, call: Call): Promise<Uint8Array | null> {
    try {
      const bytes = Buffer.concat(await Array.fromAsync(this.#earlier.read(stored, call)));
      return identityOf(createHash('sha256').update(bytes).digest('hex')) === stored.inode ? bytes : null;
    } catch {
      call.signal.throwIfAborted();
      return null; // damaged or gone: the board has it
    }
  }
}
