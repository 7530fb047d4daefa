/** Source: what is protected, as a walk of entries. What it promises is checked by `test/contract/source.ts`. */
import type { SourceKind } from '../../preload/contract/source.ts';
import type { Call } from '../base/call.ts';
import type { WalkItem } from '../entry/entry.ts';

/** How much there is, as far as it is known before reading. */
export interface SourceSize {
  files: number;
  bytes: number;
}

/**
 * Promises:
 * - The walk is depth first, siblings sorted by raw name, every `enter` has its `leave`, `/` itself is not entered.
 * - What cannot be read is reported as a Problem with its path and left out; it never ends the walk.
 * - Entries that a store cannot hold (sockets) are reported as a note and left out.
 * - Nothing is changed in the source, access times included where the system allows.
 * - A signal ends the walk between two entries.
 */
export interface Source {
  readonly kind: SourceKind;
  /** Absolute paths as shown to people and kept in the snapshot. */
  readonly paths: readonly string[];
  /** Batches of the walk, so that one await covers many entries. */
  walk(call: Call): AsyncIterable<readonly WalkItem[]>;
  /** Counts ahead for a total and an ETA; may be cancelled any time, and the backup does not depend on it. */
  measure(call: Call, counted: (size: SourceSize) => void): Promise<SourceSize>;
}
