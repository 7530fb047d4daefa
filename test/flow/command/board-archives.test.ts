/** Boards in blb archives through the command line: the destination of their own, chains, files other programs open, and the other formats. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyByte } from '../../contract/board.ts';
import { startBoard, type TestBoard } from '../../fixture/board/board.ts';
import { Desk } from '../../fixture/cli/desk.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';

interface Shown { id: string; hostname: string; paths: string[]; tags: string[]; device?: Record<string, unknown> }
interface Chains { chains: { links: { kind: string; state: string; files: { name: string }[] }[] }[]; problems: string[] }

async function desk(): Promise<{ desk: Desk; board: TestBoard; boards: string }> {
  const board = await startBoard({ files: { 'main.py': 'print(1)\n', 'lib/a.py': 'a = 1\n', 'lib/größe.bin': everyByte(5000), empty: '' }, id: 'one' });
  const at = new Desk();
  onTestFinished(async () => {
    await board[Symbol.asyncDispose]();
    at[Symbol.dispose]();
  });
  return { desk: at, board, boards: join(at.home, 'boards') };
}

const blbs = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.blb')).toSorted();

/** As anybody would. */
function unpacked(file: string, into: string): { manifest: Record<string, unknown> & { files: { relativePath: string }[] }; checked: string } {
  execFileSync('unzip', ['-q', file, '-d', into]);
  const checked = execFileSync('sha256sum', ['-c', 'checksums.txt'], { cwd: into, encoding: 'utf8' });
  return { manifest: JSON.parse(readFileSync(join(into, 'manifest.json'), 'utf8')), checked };
}

describe('the destination for boards', () => {
  it('holds chains of blb archives every program opens, and every point of them can be gone back to', async () => {
    const { desk: it, board, boards } = await desk();
    expect((await it.expect(10, ['device', 'diff', board.port])).stderr).toContain('No board has been backed up here yet');
    expect(await it.ok('device', 'backup', board.port)).toMatch(/destination was made for boards: .*boards\n.*\.blb/);
    await it.ok('device', 'name', board.port, 'greenhouse');
    const states = [board.files()];
    for (const [version, type] of [['2', 'incremental'], ['3', 'differential'], ['4', 'full'], ['5', 'auto']] as const) {
      board.put('main.py', `print(${version})\n`);
      expect(await it.json('device', 'backup', 'greenhouse', '--type', type)).toMatchObject(type === 'full' ? { files_unmodified: 0 } : { files_changed: 1, files_unmodified: 3 });
      states.push(board.files());
    }
    const { chains, problems } = await it.json<Chains>('snapshots', '-r', boards, '--chains');
    expect([chains.map(({ links }) => links.map(({ kind }) => kind)), problems]).toEqual([[['full', 'incremental', 'differential'], ['full', 'incremental']], []]);
    for (const [at, name] of blbs(boards).entries()) {
      const { manifest, checked } = unpacked(join(boards, name), it.at(`unpacked-${at}`));
      expect(checked.trimEnd().split('\n').every((line) => line.endsWith(': OK'))).toBe(true);
      expect([name, manifest]).toEqual([expect.stringMatching(/^board-6f6e65-/), expect.objectContaining({
        deviceInfo: expect.objectContaining({ id: '6f6e65', firmware: '1.27.0', hostname: 'board-6f6e65', board: expect.stringMatching(/\w/) }), options: expect.objectContaining({ compression: 'gzip', tags: ['device'] }),
      })]);
    }
    const shown = await it.json<Shown[]>('snapshots', '-r', boards);
    expect(shown.at(-1)).toMatchObject({ hostname: 'board-6f6e65', device: { id: '6f6e65', name: 'greenhouse', firmware: '1.27.0' } });
    for (const at of [1, 2, 0, 4]) {
      await it.ok('device', 'restore', 'greenhouse', shown[at]!.id, '--delete', '--yes');
      expect(board.files()).toEqual(states[at]);
    }
    expect(await it.ok('device', 'diff', 'greenhouse', shown[0]!.id)).toMatch(/^M +\/main\.py$/m);
    expect(await it.ok('ls', shown[1]!.id, '-r', boards)).toContain('/lib/größe.bin');
    await it.ok('check', '-r', boards, '--read-data');
    await it.ok('merge', shown[1]!.id, '-r', boards, '--yes');
    await it.ok('forget', '-r', boards, '--keep-last', '2', '--yes');
    expect((await it.json<Shown[]>('snapshots', '-r', boards)).map(({ id }) => id)).toEqual(shown.slice(-2).map(({ id }) => id));
    await it.ok('check', '-r', boards, '--read-data');
  });

  it('is made whole from a vault that holds the same board, when archives are broken', async () => {
    const { desk: it, board, boards } = await desk();
    it.env = { ...it.env, HOLDFAST_PASSWORD: PASSWORD };
    await it.ok('init', it.at('vault'));
    const states: Record<string, string>[] = [];
    for (const version of ['2', '3', '4']) {
      board.put('main.py', `print(${version})\n`);
      await it.ok('device', 'backup', board.port, '--to', it.at('vault'));
      await it.ok('device', 'backup', board.port);
      states.push(board.files());
    }
    const [full = '', second = ''] = blbs(boards);
    rmSync(join(boards, full));
    writeFileSync(join(boards, second), readFileSync(join(boards, second)).subarray(0, 300));
    await it.expect(1, ['check', '-r', boards, '--read-data']);
    await it.expect(1, ['device', 'restore', board.port, 'latest', '--yes']);
    expect(board.files()).toEqual(states[2]);
    expect((await it.expect(0, ['repair', 'chain', '-r', boards, '--from', it.at('vault'), '--dry-run'])).stdout).toMatch(/written anew as a full archive[^]*Nothing was changed/);
    expect((await it.expect(2, ['repair', 'chain', '-r', boards, '--from', it.at('vault')])).stderr).toContain('--yes');
    expect(await it.json('repair', 'chain', '-r', boards, '--from', it.at('vault'), '--yes')).toMatchObject({ message_type: 'summary', outcome: 'succeeded', lost: [], copied: [] });
    await it.ok('check', '-r', boards, '--read-data');
    const shown = await it.json<Shown[]>('snapshots', '-r', boards);
    for (const at of [0, 2, 1]) {
      await it.ok('device', 'restore', board.port, shown[at]!.id, '--delete', '--yes');
      expect(board.files()).toEqual(states[at]);
    }
  });

  it('stays the vault that an earlier version made', async () => {
    const { desk: it, board, boards } = await desk();
    it.env = { ...it.env, HOLDFAST_PASSWORD: PASSWORD };
    await it.ok('init', boards);
    expect(await it.ok('device', 'backup', board.port)).not.toContain('was made');
    board.put('main.py', 'print(2)\n');
    await it.ok('device', 'backup', board.port, '--type', 'differential');
    await it.ok('device', 'restore', board.port, 'latest', '--yes');
    expect([await it.json<Shown[]>('snapshots', '-r', boards), existsSync(join(boards, 'config')), blbs(boards)]).toMatchObject([[{ device: { id: '6f6e65' } }, {}], true, []]);
  });
});

describe('a blb', () => {
  it('goes out of a chain, and into any other destination', async () => {
    const { desk: it, board, boards } = await desk();
    await it.ok('device', 'backup', board.port);
    board.put('lib/new.py', 'new');
    await it.ok('device', 'backup', board.port, '--tag', 'kept');
    await it.ok('export', 'latest', 'x.blb', '-r', boards);
    const { manifest } = unpacked(it.at('x.blb'), it.at('x'));
    expect(manifest).toMatchObject({ parentBackupId: null, deviceInfo: { id: '6f6e65' } });
    expect(manifest.files.map(({ relativePath }) => relativePath)).toEqual(['empty', 'lib', 'lib/a.py', 'lib/größe.bin', 'lib/new.py', 'main.py']);
    await it.ok('init', it.at('other'), '--format', 'archive', '--container', 'blb');
    expect(await it.ok('import', 'x.blb', '--to', it.at('other'))).toMatch(/imported as snapshot/);
    expect(await it.json<Shown[]>('snapshots', '-r', it.at('other'))).toMatchObject([{ hostname: 'board-6f6e65', paths: ['/'], tags: ['device', 'kept'], device: { id: '6f6e65' } }]);
    expect((await it.expect(1, ['import', 'x.blb', '--to', it.at('other')])).stderr).toContain('holds already');
    const before = board.files();
    for (const path of ['main.py', 'lib/a.py', 'lib/new.py']) board.put(path, 'lost');
    await it.ok('device', 'restore', board.port, 'latest', '-r', it.at('other'), '--delete', '--yes');
    expect(board.files()).toEqual(before);
    expect((await it.expect(2, ['import', join(boards, blbs(boards)[1]!), '--to', it.at('other')])).stderr).toContain('link of a chain');
  });

  it.each(['-0', '-9'])('of another program is taken in as a backup of the board, packed with %s', async (level) => {
    const { desk: it, board, boards } = await desk();
    await it.ok('device', 'backup', board.port);
    const { manifest } = unpacked(join(boards, blbs(boards)[0]!), it.at('x'));
    const { holdfast: _ours, integrityChecksum: _sum, deletedPaths: _paths, ...theirs } = manifest;
    writeFileSync(it.at('x/manifest.json'), JSON.stringify(theirs));
    execFileSync('zip', ['-qr', level, it.at('theirs.blb'), 'manifest.json', 'files', 'checksums.txt'], { cwd: it.at('x') });
    await it.ok('import', 'theirs.blb', '--to', boards, '--path', '/', '--host', 'board-6f6e65', '--tag', 'theirs');
    const before = board.files();
    board.put('main.py', 'lost');
    const theirsId = (await it.json<Shown[]>('snapshots', '-r', boards, '--tag', 'theirs'))[0]!.id;
    await it.ok('device', 'restore', board.port, theirsId, '--delete', '--yes');
    expect(board.files()).toEqual(before);
  });
});

it.each(['mirror', 'archive'])('a %s holds boards, too', async (format) => {
  const { desk: it, board } = await desk();
  const to = it.at('place');
  await it.ok('init', to, '--format', format);
  await it.ok('device', 'backup', board.port, '--to', to);
  const before = board.files();
  board.put('main.py', 'print(2)\n');
  expect(await it.json('device', 'backup', board.port, '--to', to, '--include', '*.py')).toMatchObject({ total_files_processed: 2 });
  expect(await it.json('device', 'diff', board.port, '-r', to)).toMatchObject({ changes: [] });
  const [first] = await it.json<Shown[]>('snapshots', '-r', to);
  await it.ok('device', 'restore', board.port, first!.id, '-r', to, '--delete', '--yes');
  expect(board.files()).toEqual(before);
});
