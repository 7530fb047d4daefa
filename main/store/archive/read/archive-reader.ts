/** Reads one snapshot: what there is from its manifest, content from the links that hold it. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { TreeDirectory } from '../../tree/tree-directory.ts';
import { TreeSnapshot } from '../../tree/tree-snapshot.ts';
import type { State } from '../manifest/state-text.ts';
import type { LinkContent } from './link-content.ts';

export class ArchiveReader extends TreeSnapshot {
  readonly #state: State;

  constructor(snapshot: Snapshot, state: State, content: LinkContent) {
    super(snapshot, state, content);
    this.#state = state;
  }

  /** In memory of its own: it may be kept longer than the state. */
  override async directory(id: string, call: Call): Promise<TreeDirectory> {
    call.signal.throwIfAborted();
    return new TreeDirectory(new Uint8Array(this.#state.loadNow(id)));
  }
}
