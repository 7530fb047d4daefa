/** A directory taken over from the previous one, of which some nodes turn out not to be what they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../entry/entry.ts';
import { DirectoryFrame, type Slot } from './directory-frame.ts';
import { PreviousTree } from './previous-tree.ts';
import { TreeBuilder } from './tree-builder.ts';

const entryOf = (name: string, size: number): Entry => ({
  name, type: 'file', mode: 0o644, uid: 0, gid: 0, user: 'root', group: 'root', mtime: 1n, atime: 1n, ctime: 1n, inode: BigInt(size + 1), deviceId: 1n, links: 1, size,
});
const content = [`${'ab'.repeat(32)}`];
const parts = { content, subtree: null };

function treeOf(entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  const builder = new TreeBuilder();
  for (const entry of entries) builder.add(entry, parts);
  return builder.finish();
}

/** All of a directory taken over, each node owing its file. */
function taken(entries: readonly Entry[]): DirectoryFrame {
  const tree = new PreviousTree(treeOf(entries), null);
  const frame = new DirectoryFrame('/d', null, null, { subtree: null, isSame: true, tree });
  for (const entry of entries) {
    expect(tree.matches(entry, true)).toBe(true);
    tree.take();
    frame.keep(entry);
    frame.owe();
  }
  frame.leave();
  return frame;
}

const slotOf = (entry: Entry): Slot => ({ entry, state: 'waiting', content, subtree: null, start: -1, end: -1 });

describe('a directory taken over', () => {
  it('is whole when all its files are in place, and is the previous one then', () => {
    const frame = taken([entryOf('a', 1), entryOf('b', 2)]);
    expect(frame.advance()).toBe(false);
    frame.pay(1);
    expect(frame.advance()).toBe(false);
    frame.pay(1);
    expect(frame.advance()).toBe(true);
    expect(frame.finish()).toBeNull();
  });

  it('waits for what is stored anew, and holds it', () => {
    const frame = taken([entryOf('a', 1), entryOf('b', 2)]);
    const slot = slotOf(entryOf('b', 3));
    frame.replace(slot);
    frame.pay(2);
    expect(frame.advance()).toBe(false);
    slot.state = 'ready';
    expect(frame.advance()).toBe(true);
    expect(frame.finish()).toEqual(treeOf([entryOf('a', 1), entryOf('b', 3)]));
  });

  it('is what it would be if written anew, whichever are replaced or left out', () => {
    const fate = fc.constantFrom('same', 'other', 'gone');
    fc.assert(fc.property(fc.array(fate, { maxLength: 12 }), (fates) => {
      const before = fates.map((_, at) => entryOf(`file-${String(at).padStart(2, '0')}`, at));
      const frame = taken(before);
      const after: Entry[] = [];
      fates.forEach((what, at) => {
        const entry = what === 'other' ? entryOf(before[at]!.name, at + 100) : before[at]!;
        if (what !== 'gone') after.push(entry);
        if (what !== 'same') frame.replace({ ...slotOf(entry), state: what === 'gone' ? 'dropped' : 'ready' });
      });
      frame.pay(fates.length);
      expect(frame.advance()).toBe(true);
      const finished = frame.finish();
      if (fates.length > 0) expect(finished ?? treeOf(before)).toEqual(treeOf(after));
    }));
  });
});
