/** Changes the tags of a mirror's snapshots: each gets a new header that remembers its first id, then the old one goes. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { changedTags, requireChange, type Renamed, type TagChange } from '../../tags.ts';
import { encodeHeader } from '../header.ts';
import type { MirrorStore } from '../mirror.ts';

/** Snapshots whose tags are as wanted already stay untouched. @throws Fault `invalid`, `locked`. */
export function tagMirror(mirror: MirrorStore, snapshots: readonly Snapshot[], change: TagChange, call: Call): Promise<Renamed[]> {
  requireChange(change);
  return mirror.exclusively(call, async (guarded) => {
    const changed: Renamed[] = [];
    for (const { id: from } of snapshots) {
      guarded.signal.throwIfAborted();
      const { snapshot: { id, ...content }, ...header } = await mirror.repository.header(from, guarded);
      const tags = changedTags(content.tags ?? [], change);
      if (tags === null) continue;
      const to = await mirror.repository.putHeader(encodeHeader({ ...content, tags, original: content.original ?? id }, header), guarded);
      await mirror.repository.removeHeader(from, guarded);
      changed.push({ from, to });
    }
    return changed;
  });
}
