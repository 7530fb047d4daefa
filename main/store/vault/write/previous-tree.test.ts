/** Taking nodes over from the previous directory gives, byte for byte, the directory that writing all of them anew would give. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEntry } from '../../../entry/entry.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { BlobIndex, DATA } from '../index/blob-index.ts';
import { PreviousTree } from '../../tree/previous-tree.ts';

const [STORED, LOST] = ['ab'.repeat(32), 'cd'.repeat(32)];
const index = new BlobIndex();
index.reserve(Buffer.from(STORED, 'hex'), DATA);

const isStored = (id: Uint8Array): boolean => index.has(id, DATA);

const some = fc.nat(2);
const parts = fc.oneof(
  fc.record({ type: fc.constant('file' as const), content: fc.array(fc.constantFrom(STORED, STORED, STORED, LOST), { maxLength: 3 }), subtree: fc.constant(null) }),
  fc.record({ type: fc.constant('dir' as const), content: fc.constant(null), subtree: fc.constantFrom('00'.repeat(32), '11'.repeat(32)) }),
  fc.record({ type: fc.constant('symlink' as const), content: fc.constant(null), subtree: fc.constant(null), linkTarget: fc.constantFrom('here', '\xff"') }),
  fc.record({ type: fc.constant('fifo' as const), content: fc.constant(null), subtree: fc.constant(null) }),
  fc.record({ type: fc.constant('chardev' as const), content: fc.constant(null), subtree: fc.constant(null), rdev: fc.constantFrom(0n, 7n) }),
);
const xattrs = fc.option(fc.constantFrom([{ name: 'user.a', value: Uint8Array.of(1) }], [{ name: 'user.a', value: Uint8Array.of(2) }, { name: 'b"', value: null }]), { nil: undefined });
const entry = fc.record({ name: fc.constantFrom('a', 'b', 'c"', 'd', 'e\xe9'), parts, mode: some, mtime: some, links: some, size: some, xattrs }).map(({ name, parts: own, mode, mtime, links, size, ...more }): StoredEntry => ({
  name, mode, uid: 1, gid: 2, user: 'ada', group: '', mtime: BigInt(mtime), atime: BigInt(mtime), ctime: 4n, inode: 5n, deviceId: 6n, links, size,
  ...(own.type === 'file' ? more : {}), ...own,
}));
const directory = fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 5 }).map((list) => list.toSorted((a, b) => (a.name < b.name ? -1 : 1)));

function written(entries: readonly StoredEntry[]): Uint8Array {
  const builder = new TreeBuilder();
  for (const each of entries) builder.add(each, each);
  return builder.finish();
}

/** As the writer goes about it: what matches is kept, what is found gives its content where it is the same. */
function merged(before: Uint8Array, entries: readonly StoredEntry[]): { bytes: Uint8Array; kept: number } {
  const previous = new PreviousTree(before, isStored);
  const builder = new TreeBuilder(before);
  let kept = 0;
  for (const each of entries) {
    if (previous.matches(each, true) && (each.type !== 'dir' || previous.subtree === each.subtree) && sameContent(previous, before, each)) {
      previous.take();
      builder.keep(each.name, previous.start, previous.end);
      kept++;
    } else {
      previous.find(each.name);
      builder.add(each, each);
    }
  }
  return { bytes: builder.isPrevious ? before : builder.finish(), kept };
}

/** Content is not the entry's to tell: the file that is matched has that of the previous one. */
const sameContent = ({ start, end }: PreviousTree, bytes: Uint8Array, { type, content }: StoredEntry): boolean =>
  type !== 'file' || Buffer.from(bytes.subarray(start, end)).toString('latin1').endsWith(`"content":${JSON.stringify(content)}}`);

it('gives the same bytes as writing every node', () => {
  fc.assert(fc.property(directory, directory, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (old, fresh, stays) => {
    const now = fresh.map((each, at) => (stays[at] === true ? (old.find(({ name }) => name === each.name) ?? each) : each));
    expect(Buffer.from(merged(written(old), now).bytes).toString('latin1')).toBe(Buffer.from(written(now)).toString('latin1'));
  }), { numRuns: 2000 });
});

it('keeps every node, and the directory, when nothing changed and all is stored', () => {
  fc.assert(fc.property(directory, (entries) => {
    const list = entries.filter(({ type, content }) => type !== 'chardev' && content?.includes(LOST) !== true);
    const before = written(list);
    const { bytes, kept } = merged(before, list);
    expect(kept).toBe(list.length);
    expect(bytes).toBe(before);
  }));
});

it('never matches a file whose content is not stored', () => {
  const file = { name: 'a', type: 'file', mode: 1, uid: 1, gid: 2, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 1n, deviceId: 1n, links: 1, size: 9, subtree: null } as const;
  for (const [content, matches] of [[[STORED], true], [[STORED, LOST], false]] as const) {
    expect(new PreviousTree(written([{ ...file, content }]), isStored).matches(file, true)).toBe(matches);
  }
});

it('takes extended attributes that are not known for those of an entry that is the same else', () => {
  const file = { name: 'a', type: 'file', mode: 1, uid: 1, gid: 2, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 1n, deviceId: 1n, links: 1, size: 9, subtree: null } as const;
  const previous = new PreviousTree(written([{ ...file, content: [STORED], xattrs: [{ name: 'user.a', value: Uint8Array.of(1) }] }]), isStored);
  expect([previous.matches(file, true), previous.matches(file, false), previous.matches({ ...file, ctime: 2n }, false)]).toEqual([false, true, false]);
});
