/** Browsing snapshots: pages, comparing with now, versions, finding, previews; and what happens when the vault changes under it. */
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drained, Engine } from '../../test/fixture/api/engine.ts';
import { quietCall } from '../base/call.ts';

let engine: Engine;
beforeEach(async () => { engine = await Engine.open(); });
afterEach(() => engine.close());

const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('a directory', () => {
  it('comes in pages, in name order, with how many entries it has', async () => {
    for (let number = 0; number < 12; number++) engine.file(`src/f${String(number).padStart(2, '0')}`, 'x');
    mkdirSync(engine.at('src/sub'));
    await engine.backUp('src');
    const path = engine.at('src');
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await engine.client.snapshot.entries({ snapshot: 'latest', path, limit: 5, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(13);
      expect(page.entries.length).toBeLessThanOrEqual(5);
      names.push(...page.entries.map(({ name }) => name));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual([...Array.from({ length: 12 }, (_, number) => `f${String(number).padStart(2, '0')}`), 'sub']);
  });

  it('shows only its folders when asked to', async () => {
    engine.file('src/a/"subtree"', 'not a folder');
    engine.file('src/subtree', 'neither');
    engine.file('src/b/x', '');
    await engine.backUp('src');
    const { entries, total } = await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src'), directoriesOnly: true });
    expect([entries.map(({ name }) => name), total]).toEqual([['a', 'b'], 2]);
    expect((await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src/a'), directoriesOnly: true })).total).toBe(0);
  });

  it('is found by the name as it is, as programs get it, and as it is shown', async () => {
    for (const name of [Buffer.from('na\xefve\nfolder', 'latin1'), Buffer.from('back\\xef')]) {
      mkdirSync(Buffer.concat([Buffer.from(engine.at('src/'), 'latin1'), name]), { recursive: true });
      writeFileSync(Buffer.concat([Buffer.from(engine.at('src/'), 'latin1'), name, Buffer.from('/inside')]), 'x');
    }
    await engine.backUp('src');
    const { entries } = await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src') });
    expect(entries.map(({ name }) => name)).toEqual(['back\\xef', 'na\\xefve\\x0afolder']);
    for (const path of entries.flatMap((entry) => [entry.path, entry.rawPath])) {
      expect((await engine.client.snapshot.entries({ snapshot: 'latest', path })).entries.map(({ name }) => name)).toEqual(['inside']);
    }
  });

  it('is compared with what lies at its place now', async () => {
    for (const name of ['same', 'longer', 'gone', 'touched', 'now-a-folder']) engine.file(`src/${name}`, 'x');
    symlinkSync('same', engine.at('src/link'));
    symlinkSync('same', engine.at('src/moved-link'));
    await engine.backUp('src');
    writeFileSync(engine.at('src/longer'), 'xx');
    unlinkSync(engine.at('src/gone'));
    utimesSync(engine.at('src/touched'), 1, 1);
    unlinkSync(engine.at('src/now-a-folder'));
    mkdirSync(engine.at('src/now-a-folder'));
    unlinkSync(engine.at('src/moved-link'));
    symlinkSync('longer', engine.at('src/moved-link'));
    const { entries } = await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src'), compare: true });
    expect(Object.fromEntries(entries.map(({ name, now }) => [name, now]))).toEqual({
      same: 'same', longer: 'changed', gone: 'gone', touched: 'changed', 'now-a-folder': 'changed', link: 'same', 'moved-link': 'changed',
    });
    expect((await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src') })).entries[0]).not.toHaveProperty('now');
  });

  it('that is not there, and a page that is none, are refused in words', async () => {
    engine.file('src/a', 'x');
    await engine.backUp('src');
    expect(await faultOf(engine.client.snapshot.entries({ snapshot: 'latest', path: '/nowhere' }))).toMatchObject({ code: 'MISSING', message: expect.stringContaining('/nowhere') });
    expect(await faultOf(engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src'), cursor: 'x' }))).toMatchObject({ code: 'INVALID' });
  });
});

describe('a vault that changes while it is browsed', () => {
  it('says of a forgotten snapshot that the list is old', async () => {
    engine.file('src/a', 'x');
    const made = await engine.backUp('src');
    await engine.client.snapshot.entries({ snapshot: made.id, path: engine.at('src') });
    await engine.services.destinations.withVault(undefined, quietCall(), (vault) => vault.remove([made], quietCall()));
    expect(await faultOf(engine.client.snapshot.entries({ snapshot: made.id, path: engine.at('src') }))).toMatchObject({ code: 'MISSING', message: expect.stringContaining('forgotten'), data: { advice: expect.stringContaining('Reload') } });
  });

  it('shows what others saved meanwhile', async () => {
    const other = await Engine.open();
    rmSync(other.vault, { recursive: true });
    symlinkSync(engine.vault, other.vault);
    expect((await engine.client.snapshot.list({})).snapshots).toEqual([]);
    other.file('src/a', 'x');
    const made = await other.backUp('src');
    expect((await engine.client.snapshot.list({})).snapshots.map(({ id }) => id)).toEqual([made.id]);
    expect((await engine.client.snapshot.entries({ snapshot: 'latest', path: other.at('src') })).total).toBe(1);
    await other.close();
  });

  it('is opened anew when another was made in its place', async () => {
    engine.file('src/a', 'x');
    await engine.backUp('src');
    renameSync(engine.vault, engine.at('old-vault'));
    expect(await faultOf(engine.client.snapshot.list({}))).toMatchObject({ code: 'OFFLINE' });
    await engine.makeVault();
    expect((await engine.client.snapshot.list({})).snapshots).toEqual([]);
    const made = await engine.backUp('src');
    expect((await engine.client.snapshot.list({})).snapshots.map(({ id }) => id)).toEqual([made.id]);
  });
});

describe('versions', () => {
  it('of a file are its states, newest first, each once', async () => {
    for (const text of ['one', 'one', 'two', 'two', 'two']) {
      const path = engine.file('src/deep/note.txt', text);
      utimesSync(path, 1000 + text.length, text === 'one' ? 1000 : 2000);
      engine.file('src/other', Math.random().toString());
      await engine.backUp('src');
    }
    const { parts } = await drained(engine.client.snapshot.versions({ path: engine.at('src/deep/note.txt') }));
    expect(parts.flat().map(({ entry, alsoIn }) => [entry.name, entry.size, alsoIn])).toEqual([['note.txt', 3, 2], ['note.txt', 3, 1]]);
    expect(parts.flat().map(({ time }) => time.slice(0, 10))).toEqual(['2026-03-06', '2026-03-03']);
  });

  it('of a folder change with anything in it, and a snapshot without it is passed over', async () => {
    engine.file('src/dir/sub/a', '1');
    await engine.backUp('src');
    rmSync(engine.at('src/dir'), { recursive: true });
    engine.file('src/other', '');
    await engine.backUp('src');
    engine.file('src/dir/sub/a', '22');
    await engine.backUp('src');
    const { parts } = await drained(engine.client.snapshot.versions({ path: engine.at('src/dir') }));
    expect(parts.flat().map(({ entry, alsoIn, time }) => [entry.type, alsoIn, time.slice(8, 10)])).toEqual([['dir', 0, '04'], ['dir', 0, '02']]);
  });

  it('of what no snapshot has are refused', async () => {
    engine.file('src/a', '');
    await engine.backUp('src');
    expect(await faultOf(drained(engine.client.snapshot.versions({ path: '/src/nothing' })))).toMatchObject({ code: 'MISSING' });
  });
});

describe('find', () => {
  const found = async (text: string) => {
    const { parts } = await drained(engine.client.snapshot.find({ text }));
    const again = new Map<string, number>();
    for (const { path, snapshots } of parts.flatMap((part) => part.again)) again.set(path, (again.get(path) ?? 0) + snapshots);
    return { hits: parts.flatMap(({ hits }) => hits).map(({ entry, time }) => [entry.path.slice(engine.root.length), time.slice(8, 10)]), again: Object.fromEntries([...again].map(([path, times]) => [path.slice(engine.root.length), times])), last: parts.at(-1)! };
  };

  it('tells each path once, in its newest snapshot, and counts the others, searched again or not', async () => {
    engine.file('src/still/Tax 2025.ods', 'a');
    engine.file('src/moving/tax.txt', 'a');
    await engine.backUp('src');
    engine.file('src/moving/b', 'changes the folder');
    await engine.backUp('src');
    rmSync(engine.at('src/moving/tax.txt'));
    await engine.backUp('src');
    expect(await found('TAX')).toMatchObject({
      hits: [['/src/still/Tax 2025.ods', '04'], ['/src/moving/tax.txt', '03']],
      again: { '/src/still/Tax 2025.ods': 2, '/src/moving/tax.txt': 1 },
      last: { searched: 3, of: 3 },
    });
  });

  it('knows patterns, paths, and both ways to write an accent', async () => {
    engine.file('src/Cafe\u0301/menu.txt', '');
    engine.file('src/100%/a[1].txt', '');
    await engine.backUp('src');
    expect((await found('CAF\u00c9')).hits.map(([path]) => path)).toEqual(['/src/Cafe\u0301']);
    expect((await found('*.TXT')).hits.map(([path]) => path)).toEqual(['/src/100%/a[1].txt', '/src/Cafe\u0301/menu.txt']);
    expect((await found('caf\u00e9/me')).hits.map(([path]) => path)).toEqual(['/src/Cafe\u0301/menu.txt']);
    expect((await found('100%')).hits).toHaveLength(1);
  });
});

describe('preview', () => {
  const served = async (url: string | null): Promise<{ bytes: Buffer; size: number; mime: string }> => {
    const file = await engine.services.context.servedFiles.open(url!.split('/').at(-1)!, new AbortController().signal);
    const pieces: Uint8Array[] = [];
    for await (const piece of file!.bytes) pieces.push(piece);
    return { bytes: Buffer.concat(pieces), size: file!.size, mime: file!.mime };
  };

  it('shows text, and only the beginning of much of it, in whole characters', async () => {
    engine.file('src/short', 'hello');
    engine.file('src/long', 'x' + 'ä'.repeat(700_000));
    engine.file('src/wide', Buffer.from('\ufeffgrüß', 'utf16le'));
    engine.file('src/empty', '');
    engine.file('src/image.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await engine.backUp('src');
    const of = (name: string) => engine.client.snapshot.preview({ snapshot: 'latest', path: engine.at('src', name) });
    expect(await of('short')).toMatchObject({ kind: 'text', mime: 'text/plain; charset=utf-8', size: 5, truncated: false });
    expect((await served((await of('short')).url)).bytes.toString()).toBe('hello');
    const long = await of('long');
    expect(long).toMatchObject({ kind: 'text', truncated: true, size: 1_400_001 });
    const { bytes, size } = await served(long.url);
    expect([bytes.length, size, bytes.toString().includes('\ufffd')]).toEqual([1024 * 1024 - 1, 1024 * 1024 - 1, false]);
    expect((await served((await of('wide')).url)).bytes.toString()).toBe('grüß');
    expect(await of('empty')).toMatchObject({ kind: 'text', size: 0 });
    expect(await of('image.svg')).toMatchObject({ kind: 'text', mime: 'text/plain; charset=utf-8' });
  });

  it('shows images by what they are, and says what cannot be shown', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    engine.file('src/photo.txt', png);
    engine.file('src/huge.png', Buffer.concat([png, Buffer.alloc(24 * 1024 * 1024)]));
    engine.file('src/data.txt', Buffer.from([1, 2, 3, 0xff, 0]));
    await engine.backUp('src');
    const of = (name: string) => engine.client.snapshot.preview({ snapshot: 'latest', path: engine.at('src', name) });
    const photo = await of('photo.txt');
    expect(photo).toMatchObject({ kind: 'image', mime: 'image/png', size: 16, truncated: false });
    expect(await served(photo.url)).toEqual({ bytes: png, size: 16, mime: 'image/png' });
    expect(await of('huge.png')).toMatchObject({ kind: 'too-large', mime: 'image/png', url: null });
    expect(await of('data.txt')).toMatchObject({ kind: 'binary', url: null });
    expect(await faultOf(of(''))).toMatchObject({ code: 'INVALID' });
  });

  it('leaves no lock behind, also when it is left half-way or was promised before the snapshot went', async () => {
    engine.file('src/a', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(9_000_000, 7)]));
    const made = await engine.backUp('src');
    const { url } = await engine.client.snapshot.preview({ snapshot: made.id, path: engine.at('src/a') });
    const stop = new AbortController();
    const file = await engine.services.context.servedFiles.open(url!.split('/').at(-1)!, stop.signal);
    const bytes = file!.bytes[Symbol.asyncIterator]();
    await bytes.next();
    stop.abort();
    await faultOf(bytes.next());
    const remove = () => engine.services.destinations.withVault(undefined, quietCall(), (vault) => vault.remove([made], quietCall()));
    await remove(); // needs the vault to itself
    expect(await faultOf(served(url))).toMatchObject({ kind: 'missing' });
  });
});

it('keeping tells for each snapshot why it stays, group by group', async () => {
  engine.file('one/a', '');
  engine.file('two/a', '');
  const ids = [];
  for (const path of ['one', 'one', 'two']) ids.push((await engine.backUp(path)).id);
  const policy = { last: 1 };
  expect((await engine.client.snapshot.keeping({ policy })).map(({ snapshot, keep }) => [snapshot, keep])).toEqual([[ids[0], false], [ids[1], true], [ids[2], true]]);
  expect((await engine.client.snapshot.keeping({ policy: null })).map(({ keep, until }) => [keep, until])).toEqual([[true, null], [true, null], [true, null]]);
});

it('looks at nothing it may not: then it is unknown', async () => {
  if (process.geteuid?.() === 0) return; // root may look everywhere
  engine.file('src/closed/a', '');
  await engine.backUp('src');
  chmodSync(engine.at('src/closed'), 0);
  const { entries } = await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src/closed'), compare: true });
  chmodSync(engine.at('src/closed'), 0o700);
  expect(entries[0]?.now).toBe('unknown');
});
