/** Sidecars: whatever is written is read back, and no altered byte passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryName } from '../../../../test/fixture/tree/arbitrary-tree.ts';
import type { Entry } from '../../../entry/entry.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { makeSeal } from '../seal.ts';
import type { Link } from './link.ts';
import { decodeHead, decodeSidecar, encodeSidecar, headLength, type SidecarContent } from './sidecar-file.ts';
import { StateWriter, type ContentPlace } from './state-text.ts';
import { lengthOf } from './text-parts.ts';

const encoded = async (...what: Parameters<typeof encodeSidecar>): Promise<Buffer> => Buffer.concat(await encodeSidecar(...what));

const hex = (digit: string): string => digit.repeat(64);
const NAME = 'docs-2026-03-01T10-00-00Z-inc-aaaaaaaa';
const link: Omit<Link, 'state'> = {
  format: 'holdfast-archive', version: 1, store: hex('0'), id: hex('a'), name: NAME, parent: hex('b'), chain: hex('b'), kind: 'incremental', sequence: 1, time: '2026-03-01T10:00:00Z',
  container: 'tar', compression: 'zstd', encrypted: false, needs: [hex('b'), hex('c')], statistics: { files: 1, directories: 1, others: 0, bytes: 5, ownFiles: 1, ownBytes: 5, deletions: 2 },
  files: [{ name: `${NAME}.tar.zst`, size: 5, sha256: hex('d'), tail: hex('e') }],
};

const entryOf = (name: string): Entry => ({ name, type: 'file', mode: 0o644, uid: 0, gid: 0, user: '', group: '', mtime: 1n, atime: 1n, ctime: 1n, inode: 2n ** 63n, deviceId: 0n, links: 1, size: 3 });

/** A state of one directory below the root, with files of these names. */
function contentOf(names: readonly string[], deletions: readonly string[] = []): SidecarContent {
  const writer = new StateWriter();
  const contents = new Map<string, ContentPlace>();
  const builder = new TreeBuilder();
  for (const [at, name] of [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1)).entries()) {
    const id = at.toString(16).padStart(64, '0');
    contents.set(id, { size: 3, link: at % 3, placed: { offset: at * 512, stored: 99, within: at } });
    builder.add(entryOf(name), { content: [id], subtree: null });
  }
  const tree = writer.add('/', builder.finish());
  return { link, snapshot: { time: link.time, tree, paths: ['/home'], hostname: 'desk' }, state: writer.finish(contents, deletions) };
}

const FEW = contentOf(['a', 'b\n"\\', '\xff'], ['/gone', '/odd\n\xfe']);

describe('a sidecar', () => {
  it('gives back what was written, whatever the names', async () => {
    await fc.assert(fc.asyncProperty(fc.array(arbitraryName, { maxLength: 20 }), fc.array(arbitraryName, { maxLength: 5 }), async (names, gone) => {
      const deletions = gone.map((name) => `/${name}`);
      const { link: read, snapshot, state } = await decodeSidecar(await encoded(contentOf(names, deletions), null), null);
      expect([read.needs, snapshot.id, snapshot.hostname, state.deletions]).toEqual([link.needs, link.id, 'desk', deletions]);
      const wanted = [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1));
      expect(Array.from(state.below(snapshot.tree), ({ path, entry }) => [path, state.contents.get(entry.content![0]!)?.placed.within, entry.inode])).toEqual(wanted.map((name, at) => [`/${name}`, at, 2n ** 63n]));
    }));
  });

  it('is JSON for everybody', async () => {
    const read: unknown = JSON.parse((await encoded(FEW, null)).toString());
    expect(read).toMatchObject({ archive: { id: link.id }, snapshot: { paths: ['/home'] }, directories: [{ path: '/', tree: { nodes: [{ name: 'a' }, {}, {}] } }], contents: [[hex('0'), 3, 0, 0, 99, 0], {}, {}], deletions: ['/gone', '/odd\\n\\xfe'] });
  });

  it('says so of any byte that is altered, and of any end that is cut off', async () => {
    const whole = await encoded(FEW, null);
    await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= by;
      await expect(decodeSidecar(bytes, null)).rejects.toMatchObject({ kind: expect.stringMatching(/^(damaged|newer)$/) });
      await expect(decodeSidecar(whole.subarray(0, at), null)).rejects.toMatchObject({ kind: 'damaged' });
    }), { numRuns: 300 });
  });

  it('is packed when it is long, and its first lines are all a list needs', async () => {
    const many = contentOf(Array.from({ length: 6000 }, (_, at) => `file-${at}`));
    const bytes = await encoded(many, null);
    expect(lengthOf(many.state)).toBeGreaterThan(1024 * 1024);
    expect(bytes.length).toBeLessThan(lengthOf(many.state) / 4);
    expect((await decodeHead(bytes.subarray(0, headLength(bytes)!), null)).link.name).toBe(NAME);
    expect((await decodeSidecar(bytes, null)).state.contents.size).toBe(6000);
    expect((await decodeSidecar(await encoded(many, null, false), null)).state.contents.size).toBe(6000);
  });

  it('tells no name and no path when it is sealed', async () => {
    const { seal } = await makeSeal({ passphrase: 'open sesame' });
    const secret = contentOf(['diary-of-ada'], ['/home/letters']);
    const bytes = await encoded({ ...secret, link: { ...link, encrypted: true } }, seal);
    expect(bytes.toString()).not.toMatch(/diary|letters|home|desk/);
    const { state, snapshot } = await decodeSidecar(bytes, seal);
    expect([state.deletions, snapshot.hostname]).toEqual([['/home/letters'], 'desk']);
    const { seal: other } = await makeSeal({ passphrase: 'open sesame' });
    await expect(decodeSidecar(bytes, other)).rejects.toMatchObject({ kind: 'damaged' });
  });
});
