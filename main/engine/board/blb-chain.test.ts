/** Histories of boards in chains of blb archives: every backup is the board as it was then, and content that is held comes from there. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryBoard } from '../../../test/fake/memory-board.ts';
import { makeArchives } from '../../../test/fixture/archive/make-archive.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { quietCall } from '../../base/call.ts';
import { systemClock } from '../../base/clock.ts';
import { DeviceSource } from '../../source/device/device-source.ts';
import type { ArchiveStore } from '../../store/archive/archive.ts';
import { LINK_KINDS, type LinkKind } from '../../store/archive/layout.ts';
import { checkArchives } from '../../store/archive/maintain/check.ts';
import { merge } from '../../store/archive/maintain/merge.ts';
import { backUp, findParent } from '../backup.ts';
import { openEarlier } from '../copy-stored.ts';
import { BoardJournals } from './journal.ts';
import { KnownContent } from './known-content.ts';
import { planBoard } from './plan-board.ts';
import { BoardRestore } from './restore-board.ts';
import { wantedOf } from './wanted-snapshot.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-blb-chain-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const place = (): string => mkdtempSync(join(scratch, 'case-'));
const archivesAt = (root: string): Promise<ArchiveStore> => makeArchives(root, { container: 'blb', compression: 'gzip', maxLinks: 4 });
const DEVICE = { id: 'e66141', name: 'greenhouse', board: 'Board in memory', platform: 'unix', firmware: '1.27.0', build: '' };

/** @param minute of its time: later ones are higher. */
async function save(board: MemoryBoard, archives: ArchiveStore, minute: number, kind?: LinkKind, call = quietCall()): Promise<Snapshot> {
  const source = new DeviceSource({ board });
  const base = { time: new Date(Date.UTC(2026, 2, 1, 0, minute)), paths: source.paths, hostname: 'board-e66141', username: 'ada', tags: ['device'], excludes: [], dryRun: false, skipIfUnchanged: false, device: DEVICE, kind };
  const parent = kind === 'full' ? null : findParent(await archives.snapshots(call), base);
  const earlier = await openEarlier(archives, parent, call);
  const { snapshot } = await backUp(earlier === null ? source : new KnownContent(source, earlier), archives, { ...base, parent }, call);
  return snapshot ?? expect.fail('no snapshot');
}

async function bringBack(board: MemoryBoard, archives: ArchiveStore, snapshot: Snapshot, includes: readonly string[] = []): Promise<void> {
  const call = quietCall();
  const wanted = await wantedOf(await archives.open(snapshot, call), { from: '/', includes, excludes: [], paths: [], map: [] }, call);
  const plan = await planBoard(board, wanted, { existing: 'overwrite', delete: true }, call, (_, fault) => { throw fault; });
  const home = place();
  const options = { from: snapshot.id, verify: true, times: false, stopOnError: true, copiesAt: join(home, 'copies'), journal: new BoardJournals(home).of('id'), clock: systemClock };
  await new BoardRestore(board, plan, options, call).run();
}

const NAMES = ['main.py', 'lib', 'lib/a.py', 'lib/deep/b.bin', 'data/log', 'zoë.txt', 'lib/A.PY'];
/** A path with new content; or it goes, with all below. The clock of the board may be set, or stand. */
const edit = fc.record({
  path: fc.constantFrom(...NAMES),
  content: fc.option(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(Buffer.from('same'), Buffer.alloc(9000, 7))), { nil: null, freq: 3 }),
  later: fc.boolean(),
});
const step = fc.record({ edits: fc.array(edit, { maxLength: 4 }), kind: fc.option(fc.constantFrom(...LINK_KINDS), { nil: undefined }), merged: fc.nat(9) });

function change(board: MemoryBoard, { path, content, later }: { path: string; content: Uint8Array | null; later: boolean }): void {
  if (later) board.clock += 7;
  board.drop(path);
  if (content === null) return;
  if (Object.keys(board.files()).includes(path.split('/')[0]!)) board.drop(path.split('/')[0]!); // a file where a directory is to be
  board.put(path, content);
}

describe('a chain of blb archives', () => {
  it('gives a board back as it was at any point', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (history) => {
        const archives = await archivesAt(join(place(), 'archives'));
        const board = new MemoryBoard();
        const states = new Map<string, Record<string, string>>();
        for (const [minute, { edits, kind, merged }] of history.entries()) {
          for (const one of edits) change(board, one);
          const { id, time } = await save(board, archives, minute, kind);
          states.set(time, board.files());
          const { link } = (await archives.listed(quietCall())).find((head) => head.link.id === id)!;
          if (merged === 0 && link.kind !== 'full') await merge(archives, id, { dryRun: false }, quietCall());
        }
        for (const snapshot of await archives.snapshots(quietCall())) {
          const other = new MemoryBoard({ 'old/x': 'x', 'main.py': 'other' });
          await bringBack(other, archives, snapshot);
          expect(other.files()).toEqual(states.get(snapshot.time));
        }
        expect((await checkArchives(archives, 'all', quietCall())).errors).toEqual([]);
        await archives.close();
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('reads from the board what it does not hold, and nothing else', async () => {
    const archives = await archivesAt(join(place(), 'archives'));
    const board = new MemoryBoard({ 'main.py': 'one', 'lib/a.py': 'two' });
    await save(board, archives, 0);
    expect(board.reads.splice(0)).toEqual(['/lib/a.py', '/main.py']);
    board.clock += 60;
    board.put('main.py', 'one'); // written anew, with the same content
    board.put('lib/moved.py', 'two');
    board.put('lib/new.py', 'three');
    const second = await save(board, archives, 1);
    expect([board.reads.splice(0), second.summary]).toEqual([['/lib/new.py'], expect.objectContaining({ files_new: 2, files_changed: 1, files_unmodified: 1 })]);
    await save(board, archives, 2, 'differential');
    expect(board.reads.splice(0)).toEqual([]);
    await save(board, archives, 3, 'full');
    expect(board.reads).toHaveLength(4);
    await archives.close();
  });

  it('reads from the board what is held no longer as it was', async () => {
    const content = randomBytes(200_000); // so much that a look at an archive's end does not show the damage
    const root = join(place(), 'archives');
    const archives = await archivesAt(root);
    const board = new MemoryBoard({ 'main.bin': content });
    await save(board, archives, 0);
    const [file = ''] = readdirSync(root).filter((name) => name.endsWith('.blb'));
    expect(file).toMatch(/^board-e66141-.*-full-/);
    const bytes = readFileSync(join(root, file));
    bytes.fill(0, 1000, 1100);
    writeFileSync(join(root, file), bytes);
    board.clock += 60;
    board.put('copy.bin', content);
    board.reads.length = 0;
    const second = await save(board, archives, 1);
    expect(board.reads).toEqual(['/copy.bin']);
    const other = new MemoryBoard();
    await bringBack(other, archives, second, ['copy.bin']);
    expect(other.files()).toEqual({ 'copy.bin': content.toString('latin1') });
    await archives.close();
  });
});
