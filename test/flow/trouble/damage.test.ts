/** Damage to the files of a vault: named down to the file and the snapshot, read around, and mended as far as it can be. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, HARM, newFiles, type Harm } from '../../fixture/cli/damage.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';
import { copyOf } from '../../fixture/cli/scratch.ts';
import { giveVault, MAKERS, save, type Maker } from '../../fixture/cli/vaults.ts';
import { noise } from '../../fixture/vault/make-vault.ts';

interface Finding { message: string; affected: { snapshot: string; path: string }[] }
interface Checked { num_errors: number; errors: Finding[]; broken_packs: string[] }

/** Two snapshots of `src`; the second one added `src/later/big`. The files each of them brought. */
interface Made { desk: Desk; vault: string; first: string; second: string; files: Record<'data pack' | 'tree pack' | 'old data pack' | 'index' | 'snapshot', string> }

async function make(maker: Maker): Promise<Made> {
  const desk = new Desk();
  const vault = giveVault(desk);
  desk.file('src/docs/a', noise(20_000, 'a'));
  desk.file('src/docs/b', noise(20_000, 'b'));
  await save(desk, maker, [desk.at('src')], '--time', '2026-03-01 10:00:00');
  const before = bytesOf(vault);
  desk.file('src/later/big', noise(300_000, 'big'));
  await save(desk, maker, [desk.at('src')], '--time', '2026-03-02 10:00:00');
  const [first = '', second = ''] = await desk.snapshotIds();
  const [index = '', snapshot = '', ...packs] = ['index/', 'snapshots/', 'data/'].flatMap((folder) => newFiles(vault, before, folder));
  const [tree = '', data = ''] = packs.toSorted((a, b) => readFileSync(a).length - readFileSync(b).length);
  const old = Object.keys(before).filter((name) => name.startsWith('data/')).map((name) => join(vault, name)).toSorted((a, b) => readFileSync(b).length - readFileSync(a).length)[0]!;
  return { desk, vault, first, second, files: { 'data pack': data, 'tree pack': tree, 'old data pack': old, index, snapshot } };
}

const made = new Map<Maker, Made>();
beforeAll(async () => {
  for (const maker of MAKERS) made.set(maker, await make(maker));
});
afterAll(() => made.forEach(({ desk }) => desk[Symbol.dispose]()));

/** Every harm to ours; to restic's the one that is hardest to see. */
const CASES = MAKERS.flatMap((maker) => (Object.keys(HARM) as Harm[]).filter((harm) => maker === 'ours' || harm === 'a bit flipped').map((harm) => ({ maker, harm })));

describe.each(CASES)('in a vault of $maker, $harm:', ({ maker, harm }) => {
  let own: Made;
  let desk: Desk;
  let src: string;
  beforeEach(() => {
    own = made.get(maker)!;
    desk = own.desk;
    src = desk.at('src');
    copyOf(own.vault, desk.at('spoilt'));
    desk.use(desk.at('spoilt'));
  });
  afterEach(() => {
    for (const name of ['spoilt', 'out', 'old']) rmSync(desk.at(name), { recursive: true, force: true });
  });

  const spoil = (what: keyof Made['files']): void => HARM[harm](own.files[what].replace(own.vault, desk.at('spoilt')));
  const check = async (...args: string[]): Promise<Checked & { code: number | null }> => {
    const { code, stdout } = await desk.run(['check', '--json', ...args]);
    return { ...lastJson<Checked>(stdout), code };
  };
  const affected = ({ errors }: Checked): string[] => errors.flatMap((error) => error.affected.map(({ snapshot, path }) => `${snapshot === own.first ? 'first' : 'second'} ${path.replace(src, 'src')}`)).toSorted();
  const restored = (path: string): boolean => existsSync(desk.at('out', path)) && readFileSync(desk.at('out', path)).equals(readFileSync(desk.at('src', path)));

  it('a pack of data: the file it held is named, everything else restores, repairs bring a sound vault', async () => {
    spoil('data pack');
    const structure = await check();
    if (harm !== 'a bit flipped') expect(affected(structure)).toEqual(['second src/later/big']);
    expect(structure.code).toBe(harm === 'a bit flipped' ? 0 : 1);
    const found = await check('--read-data');
    expect([found.code, affected(found)]).toEqual([1, ['second src/later/big']]);
    const told = await desk.expect(1, ['check', '--read-data']);
    expect(told.stderr).toContain(`${own.second.slice(0, 8)}  ${desk.at('src/later/big')}`);

    const { stderr } = await desk.expect(3, ['restore', `latest:${src}`, '--into', 'out']);
    expect(stderr).toMatch(/later\/big/);
    expect(['docs/a', 'docs/b', 'later/big'].map(restored)).toEqual([true, true, false]);
    expect(existsSync(desk.at('out/later/big'))).toBe(false);
    await desk.ok('restore', `${own.first}:${src}`, '--into', 'old');
    expect(await desk.ok('ls', 'latest')).toContain(desk.at('src/later/big'));

    if (harm !== 'deleted') await desk.ok('repair', 'packs', ...found.broken_packs.map((id) => id.slice(0, 12)), '--yes');
    await desk.ok('repair', 'index');
    expect(await desk.ok('repair', 'snapshots', '--host', 'elsewhere', '--dry-run')).toMatch(/Nothing to repair/);
    expect(await desk.ok('repair', 'snapshots', 'latest', '--dry-run')).toContain(own.second.slice(0, 8));
    await desk.ok('repair', 'snapshots', '--forget', '--yes');
    expect(await check('--read-data')).toMatchObject({ code: 0, num_errors: 0 });
    expect(await desk.snapshotIds()).toHaveLength(2);
    await desk.ok('restore', `latest:${src}`, '--into', 'out', '--delete', '--yes');
    expect(['docs/a', 'docs/b'].map(restored)).toEqual([true, true]);
  });

  it('a pack of directories: what lies below them is named, everything else restores, repairs bring a sound vault', async () => {
    spoil('tree pack');
    const found = await check('--read-data');
    expect(found.code).toBe(1);
    expect(affected(found).length).toBeGreaterThan(0);
    expect(affected(found).every((line) => line.startsWith('second '))).toBe(true);
    await desk.ok('restore', `${own.first}:${src}`, '--into', 'out');
    expect(['docs/a', 'docs/b'].map(restored)).toEqual([true, true]);
    expect((await desk.ok('snapshots')).split('\n').filter((line) => /^[0-9a-f]{8} /.test(line))).toHaveLength(2);
    const walked = await desk.run(['restore', 'latest', '--into', 'old']);
    expect([1, 3]).toContain(walked.code);
    expect(walked.stderr).toMatch(/Directory|directory/);
    for (const args of [['ls', 'latest'], ['find', 'a']]) {
      const { code, stderr } = await desk.run(args);
      expect(code, `${args[0]} must not call that a success:\n${stderr}`).not.toBe(0);
      expect(stderr).toMatch(/irectory/);
    }
    expect((await desk.run(['find', 'a'])).stdout, 'what other snapshots have is found').toContain(desk.at('src/docs/a'));

    if (harm !== 'deleted') await desk.ok('repair', 'packs', ...found.broken_packs.map((id) => id.slice(0, 12)), '--yes');
    await desk.ok('repair', 'index');
    await desk.run(['repair', 'snapshots', '--forget', '--yes']);
    expect(await check('--read-data')).toMatchObject({ code: 0, num_errors: 0 });
    await desk.ok('restore', `${own.first}:${src}`, '--into', 'old');
  });

  it('an index file: named, rebuilt, nothing lost', async () => {
    spoil('index');
    if (harm !== 'deleted') {
      const { code, errors } = await check();
      expect(code).toBe(1);
      expect(errors.some(({ message }) => message.includes(own.files.index.slice(-64, -56)))).toBe(true);
    } else expect(affected(await check()).length).toBeGreaterThan(0);
    expect((await desk.expect(1, ['check'])).stdout).toContain('"holdfast repair index"');
    const restore = await desk.run(['restore', `${own.first}:${src}`, '--into', 'out']);
    expect([restore.code, ['docs/a', 'docs/b'].map(restored)], restore.stderr).toEqual([harm === 'deleted' ? 0 : 3, [true, true]]);
    expect(await desk.ok('repair', 'index')).toMatch(/Repaired/);
    expect(await check('--read-data')).toMatchObject({ code: 0, num_errors: 0 });
    await desk.ok('restore', `latest:${src}`, '--into', 'old');
    expect(readFileSync(desk.at('old/later/big')).equals(readFileSync(desk.at('src/later/big')))).toBe(true);
  });

  it('a snapshot: named, the others go on, and nothing is deleted meanwhile', async () => {
    spoil('snapshot');
    if (harm === 'deleted') {
      expect(await desk.snapshotIds()).toEqual([own.first]); // nobody can know that there was another one
      return;
    }
    const short = own.second.slice(0, 8);
    const listed = await desk.run(['snapshots', '--json']);
    expect(lastJson<{ id: string }[]>(listed.stdout).map(({ id }) => id)).toEqual([own.first]);
    expect([listed.code, listed.stderr], 'a list with a snapshot missing is no success').toEqual([3, expect.stringContaining(short)]);
    const { code, errors } = await check();
    expect([code, errors.map(({ message }) => message)]).toEqual([1, [expect.stringContaining(short)]]);
    const before = bytesOf(desk.at('spoilt'));
    for (const args of [['prune', '--yes'], ['forget', '--keep-last', '1', '--prune', '--yes']]) {
      const refused = await desk.run(args);
      expect([refused.code, refused.stderr], args[0]).toEqual([args[0] === 'prune' ? 1 : 3, expect.stringContaining(short)]);
    }
    expect((await desk.run(['prune', '--yes'])).stderr).toContain(`holdfast repair snapshots ${short} --forget`);
    expect(bytesOf(desk.at('spoilt'))).toEqual(before);
    const latest = await desk.expect(3, ['restore', `latest:${src}`, '--into', 'out']);
    expect([latest.stderr, restored('docs/a')], 'the latest may be the one that cannot be read').toEqual([expect.stringContaining(short), true]);
    await desk.ok('repair', 'snapshots', short, '--forget', '--yes');
    expect(await check('--read-data')).toMatchObject({ code: 0 });
    await desk.ok('prune', '--yes');
    await desk.ok('restore', `latest:${src}`, '--into', 'old');
  });
});
