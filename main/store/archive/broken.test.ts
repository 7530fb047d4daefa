/** Chains broken by hand: what is missing, out of order, truncated, foreign or altered is found and named, with the snapshots and files it means. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeArchives, openArchives, snap } from '../../../test/fixture/archive/make-archive.ts';
import { listeningCall, noise } from '../../../test/fixture/vault/make-vault.ts';
import { quietCall } from '../../base/call.ts';
import { isFault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import type { ReadData } from '../read-data.ts';
import type { ArchiveStore } from './archive.ts';
import { checkArchives, type ArchiveCheck } from './maintain/check.ts';
import { merge } from './maintain/merge.ts';
import type { Link } from './manifest/link.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-broken-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

interface Chain {
  root: string;
  from: string;
  archives: ArchiveStore;
  links: Link[];
  /** Of a link's only file. */
  file(at: number): string;
}

/** A full link and two incremental ones, each with a file of its own. */
async function chain(): Promise<Chain> {
  const place = mkdtempSync(join(scratch, 'case-'));
  const [root, from] = [join(place, 'archives'), join(place, 'docs')];
  const archives = await makeArchives(root);
  onTestFinished(() => archives.close());
  mkdirSync(from);
  for (const name of ['one', 'two', 'three']) {
    writeFileSync(join(from, name), noise(200_000, name));
    await snap(archives, from);
  }
  const links = (await archives.listed(quietCall())).map(({ link }) => link);
  return { root, from, archives, links, file: (at) => join(root, links[at]!.files[0]!.name) };
}

async function check(root: string, readData: ReadData = 'none'): Promise<ArchiveCheck> {
  const archives = await openArchives(root);
  try {
    return await checkArchives(archives, readData, quietCall());
  } finally {
    await archives.close();
  }
}

const said = ({ errors }: ArchiveCheck): string[] => errors.map(({ message }) => message);

describe('a check of archives', () => {
  it('finds nothing where nothing is wrong, read or not', async () => {
    const { root } = await chain();
    expect(await check(root)).toMatchObject({ errors: [], notes: [], snapshots: 3, links: 3, linksRead: 0, files: 6 });
    expect(await check(root, 'all')).toMatchObject({ errors: [], notes: [], linksRead: 3 });
  });

  it('names a missing archive, the snapshots that need it and the files that are lost', async () => {
    const { root, links, file } = await chain();
    rmSync(file(0));
    const { errors } = await check(root);
    expect(errors).toMatchObject([{ kind: 'missing-pack', affectedCount: 3, affected: links.map(({ id }) => ({ snapshot: id, path: expect.stringMatching(/\/one$/) })) }]);
    expect(errors[0]!.message).toBe(`${links[0]!.files[0]!.name} is missing. Snapshots ${shortId(links[1]!.id)}, ${shortId(links[2]!.id)} need it.`);
  });

  it('names one whose sidecar is gone too, though nothing lists it any more', async () => {
    const { root, links, file } = await chain();
    rmSync(file(1));
    rmSync(join(root, `${links[1]!.name}.json`));
    expect(said(await check(root))).toEqual([`${links[1]!.name} is missing: its sidecar ${links[1]!.name}.json is not there. Snapshot ${shortId(links[2]!.id)} needs it.`]);
    rmSync(join(root, `${links[2]!.name}.json`)); // the newest, which none needs
    expect(said(await check(root))).toContainEqual(`${links[2]!.name} is missing: its sidecar ${links[2]!.name}.json is not there. No other snapshot needs it.`);
  });

  it('misses a lost one no more once something is forgotten and nothing needs it', async () => {
    const { root, archives, links, file } = await chain();
    rmSync(file(1));
    rmSync(join(root, `${links[1]!.name}.json`));
    const [first, third] = await archives.snapshots(quietCall());
    const { call, problems } = listeningCall();
    await archives.remove([first!], call);
    expect([problems, (await check(root)).errors.length]).toEqual([[], 1]); // the third needs it
    const sidecar = join(root, `${links[2]!.name}.json`);
    const text = readFileSync(sidecar, 'utf8');
    writeFileSync(sidecar, text.replace('"uid":', '"uiD":')); // nobody can tell that now
    await archives.remove([], { ...call, report: () => undefined });
    writeFileSync(sidecar, text);
    expect((await check(root)).errors.length).toBe(1);
    await archives.remove([third!], call);
    expect(problems).toMatchObject([{ item: links[1]!.name, severity: 'note' }]);
    expect((await check(root)).errors).toEqual([]);
  });

  it('names a truncated one, and, read, what of it is lost', async () => {
    const { root, links, file } = await chain();
    truncateSync(file(1), 100_000);
    expect(said(await check(root))).toEqual([expect.stringMatching(new RegExp(`^${links[1]!.files[0]!.name} is truncated: it has 100000 of \\d+ bytes. Snapshot ${shortId(links[2]!.id)} needs it.$`))]);
    const { errors } = await check(root, 'all');
    expect(errors).toMatchObject([{ affectedCount: 2, affected: [{ path: expect.stringMatching(/\/two$/) }, { path: expect.stringMatching(/\/two$/) }] }]);
  });

  it('names two that changed places', async () => {
    const { root, links, file } = await chain();
    renameSync(file(1), join(root, 'aside'));
    renameSync(file(2), file(1));
    renameSync(join(root, 'aside'), file(2));
    expect(said(await check(root))).toEqual([
      expect.stringContaining(`${links[1]!.files[0]!.name} is out of order: it holds what belongs to ${links[2]!.name}.`),
      expect.stringContaining(`${links[2]!.files[0]!.name} is out of order: it holds what belongs to ${links[1]!.name}.`),
    ]);
  });

  it('names sidecars that changed places', async () => {
    const { root, links } = await chain();
    const [one, two] = [join(root, `${links[1]!.name}.json`), join(root, `${links[2]!.name}.json`)];
    renameSync(one, join(root, 'aside'));
    renameSync(two, one);
    renameSync(join(root, 'aside'), two);
    expect(said(await check(root))).toEqual(expect.arrayContaining([expect.stringContaining(`${links[1]!.name}.json is damaged: It is the one of ${links[2]!.name}, under another name.`)]));
  });

  it('names what is of another store or another chain', async () => {
    const [ours, theirs] = [await chain(), await chain()];
    copyFileSync(theirs.file(0), ours.file(0));
    expect(said(await check(ours.root))).toEqual([expect.stringContaining(`${ours.links[0]!.files[0]!.name} is foreign: it is the archive ${theirs.links[0]!.name} of another archive store (${shortId(theirs.archives.id)}). Snapshots`)]);
    for (const name of [theirs.links[0]!.files[0]!.name, `${theirs.links[0]!.name}.json`]) copyFileSync(join(theirs.root, name), join(ours.root, name));
    const { errors, notes, snapshots } = await check(ours.root);
    expect(snapshots).toBe(3);
    expect(notes).toEqual([expect.stringContaining(`${theirs.links[0]!.name} belongs to another archive store`)]);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(`is out of order: it holds what belongs to ${theirs.links[0]!.name}.`)]);
    writeFileSync(join(ours.from, 'four'), '4');
    await snap(ours.archives, ours.from, { kind: 'full' });
    const other = (await ours.archives.listed(quietCall())).at(-1)!.link;
    copyFileSync(join(ours.root, other.files[0]!.name), ours.file(1));
    expect(said(await check(ours.root))).toEqual(expect.arrayContaining([expect.stringContaining(`${ours.links[1]!.files[0]!.name} is out of order: it holds what belongs to ${other.name}.`)]));
  });

  it('names an altered one, which only reading finds in its middle, and the files that went with it', async () => {
    const { root, links, file } = await chain();
    const bytes = readFileSync(file(0));
    bytes.fill(0x55, 100_000, 100_010);
    writeFileSync(file(0), bytes);
    expect((await check(root)).errors).toEqual([]);
    const { errors } = await check(root, 'all');
    expect(errors).toMatchObject([{ kind: 'pack', affectedCount: 3 }]);
    expect(errors[0]!.message).toBe(`${links[0]!.files[0]!.name} is altered: not what was written, byte for byte. 1 of 1 files in it cannot be read any more.`);
    appendFileSync(file(0), 'x');
    expect(said(await check(root))).toEqual([expect.stringContaining('is altered or foreign')]);
  });

  it('names an altered sidecar, and says so where snapshots are listed', async () => {
    const { root, links } = await chain();
    const path = join(root, `${links[1]!.name}.json`);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"uid":', '"uiD":')); // in its first lines
    expect(said(await check(root))).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^${links[1]!.name}.json is damaged: .* Its snapshot cannot be listed.`))]));
    const archives = await openArchives(root);
    onTestFinished(() => archives.close());
    const { call, problems } = listeningCall();
    expect(await archives.snapshots(call)).toHaveLength(2);
    expect(problems).toMatchObject([{ item: links[1]!.name, severity: 'warning' }]);
    writeFileSync(path, text.replace(/"mode":\d+/, '"mode":511')); // further down
    expect(said(await check(root))).toEqual([expect.stringContaining(`Snapshot ${shortId(links[1]!.id)} cannot be restored.`)]);
  });

  it('says of an archive without a sidecar that nobody knows what to do about it but import it', async () => {
    const { root, links, file } = await chain();
    copyFileSync(file(0), join(root, links[0]!.files[0]!.name.replace(/-[0-9a-f]{8}\./, '-00000000.')));
    expect((await check(root)).notes).toEqual([expect.stringContaining('has no sidecar')]);
  });
});

describe('a broken chain', () => {
  it('still gives every file that does not lie in what is gone, and says of the others which archive is missing', async () => {
    const { root, archives, links, file } = await chain();
    rmSync(file(1));
    const reader = await archives.open((await archives.snapshots(quietCall()))[2]!, quietCall());
    const read = async (name: string): Promise<number> => {
      let size = 0;
      for await (const batch of reader.walk({}, quietCall())) for (const { entry } of batch) if (entry.name === name) for await (const bytes of reader.read(entry, quietCall())) size += bytes.length;
      return size;
    };
    expect([await read('one'), await read('three')]).toEqual([200_000, 200_000]);
    await expect(read('two')).rejects.toSatisfy((error: unknown) => isFault(error, 'damaged') && error.message.includes(links[1]!.files[0]!.name));
    expect(root).not.toBe('');
  });

  it('keeps all an archive may need whose sidecar cannot be read, whatever is forgotten or merged, until it can', async () => {
    const { root, links, file } = await chain();
    const path = join(root, `${links[2]!.name}.json`);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"uid":', '"uiD":'));
    const archives = await openArchives(root);
    onTestFinished(() => archives.close());
    await merge(archives, links[1]!.id, { dryRun: false }, quietCall());
    await archives.remove(await archives.snapshots(quietCall()), quietCall());
    expect([existsSync(file(0)), existsSync(file(1))]).toEqual([true, true]);
    writeFileSync(path, text);
    await archives.remove([], quietCall());
    expect((await archives.snapshots(quietCall())).map(({ id }) => id)).toEqual([links[2]!.id]);
    expect(await check(root, 'all')).toMatchObject({ errors: [], snapshots: 1 });
  });
});
