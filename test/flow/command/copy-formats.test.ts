/** `holdfast copy` between formats: what comes out at the other end is what went in, and nothing is copied twice. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';
import { giveVault, restic } from '../../fixture/cli/vaults.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { compareTrees } from '../../fixture/tree/compare-trees.ts';
import { makeHostileTree } from '../../fixture/tree/hostile-tree.ts';

interface Copied { copied: { from: string; to: string }[]; skipped: string[]; outcome: string; bytes_copied: number }
interface Listed { id: string; time: string; hostname: string; paths: string[]; tags?: string[]; original?: string; username: string }

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  giveVault(desk);
});
afterEach(() => desk[Symbol.dispose]());

const copy = (from: string, to: string, ...snaps: string[]): Promise<Copied> => desk.json<Copied>('copy', ...snaps, '-r', desk.at(from), '--to', desk.at(to));
const list = (repo: string): Promise<Listed[]> => desk.json<Listed[]>('snapshots', '-r', desk.at(repo));
const facts = ({ time, hostname, paths, tags, username }: Listed): object => ({ time, hostname, paths, tags, username });

describe('snapshots copied between formats', () => {
  it('bring a hostile tree from a vault through a mirror and archives into another vault, without the tree', async () => {
    makeHostileTree(desk.at('tree'));
    await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
    await desk.ok('init', desk.at('archives'), '--format', 'archive', '--container', 'tar');
    makeRepository(desk.at('second'));
    await desk.ok('backup', '-q', 'tree', '--tag', 'kept');
    renameSync(desk.at('tree'), desk.at('original')); // the source is not there any more
    expect(await copy('vault', 'mirror')).toMatchObject({ outcome: 'succeeded', copied: [{}], skipped: [] });
    expect(await copy('mirror', 'archives')).toMatchObject({ outcome: 'succeeded', copied: [{}], skipped: [] });
    expect(await copy('archives', 'second', 'latest')).toMatchObject({ outcome: 'succeeded', copied: [{}] });
    for (const repo of ['mirror', 'archives', 'second']) {
      await desk.ok('restore', 'latest', '-r', desk.at(repo), '--into', desk.at(`from-${repo}`), '-q');
      expect(compareTrees(desk.at('original'), join(desk.at(`from-${repo}`), desk.at('tree')))).toEqual([]);
      await desk.ok('check', '--read-data', '-r', desk.at(repo));
    }
    const [[one], [two], [three]] = [await list('vault'), await list('mirror'), await list('second')];
    expect([facts(two!), facts(three!), two!.original, three!.original]).toEqual([facts(one!), facts(one!), one!.id, one!.id]);
    desk.use(desk.at('second'));
    restic(desk, 'check', '--read-data');
  });

  it('are recognised wherever they lie: nothing new is made by copying again, or back', async () => {
    await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
    desk.file('src/a', 'one');
    await desk.ok('backup', '-q', 'src');
    writeFileSync(desk.at('src/a'), 'two');
    await desk.ok('backup', '-q', 'src');
    expect((await copy('vault', 'mirror')).copied).toHaveLength(2);
    expect(await copy('vault', 'mirror')).toMatchObject({ copied: [], skipped: [{}, {}].map(() => expect.any(String)), bytes_copied: 0 });
    expect(await copy('mirror', 'vault')).toMatchObject({ copied: [] });
    const newest = execFileSync('find', [desk.at('mirror/src/latest/'), '-name', 'a'], { encoding: 'utf8' }).trim();
    expect(readFileSync(newest, 'utf8')).toBe('two');
  });

  it('are refused where they cannot go, with what to do', async () => {
    desk.file('src/a', 'one');
    await desk.ok('backup', '-q', 'src');
    await desk.ok('init', desk.at('mirror'), '--format', 'mirror');
    const { stderr } = await desk.expect(1, ['copy', '--to', desk.at('mirror'), '--repair']);
    expect(stderr).toContain('Leave --repair out');
    await copy('vault', 'mirror');
    expect((await desk.expect(2, ['copy', '-r', desk.at('mirror'), '--to', desk.at('mirror')])).stderr).toContain('the same mirror');
  });
});
