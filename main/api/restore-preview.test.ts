/** Restores as the window makes them: chosen entries, a preview that is kept to, and the way back. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drained, Engine, type Ended } from '../../test/fixture/api/engine.ts';
import type { RestoreSpec } from '../../preload/contract/restore.ts';

let engine: Engine;
beforeEach(async () => { engine = await Engine.open(); });
afterEach(() => engine.close());

type Spec = Partial<RestoreSpec> & { token?: string };
const spec = (more: Spec = {}): Spec & { snapshot: string; into: string | null } => ({ snapshot: 'latest', into: null, ...more });
const restore = async (more: Spec = {}): Promise<Ended> => engine.ended(await engine.client.restore.start(spec(more)));
const preview = (more: Spec = {}) => drained(engine.client.restore.preview(spec(more)));
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);
const text = (...path: string[]): string => readFileSync(engine.at(...path), 'utf8');
const journals = (): string[] => (existsSync(engine.at('state/undo')) ? readdirSync(engine.at('state/undo')) : []);

/** Three files, saved, and then changed, gone and made. */
async function changed(): Promise<void> {
  for (const name of ['a', 'b', 'c']) utimesSync(engine.file(`src/${name}`, `saved ${name}`), 1000, 1000);
  await engine.backUp('src');
  writeFileSync(engine.at('src/a'), 'my own a');
  rmSync(engine.at('src/b'));
  engine.file('src/new', 'new');
}

describe('chosen entries', () => {
  it('come back with all below them and nothing else, whatever their names', async () => {
    const odd = 'all*[of]?it!\nand {more}';
    engine.file(`src/${odd}/inside/x`, '1');
    engine.file('src/all-of-it/x', 'not asked for');
    engine.file('src/!not', 'exclamation');
    engine.file('src/file', 'not asked for');
    const raw = Buffer.concat([Buffer.from(engine.at('src/')), Buffer.from('na\xefve', 'latin1')]);
    writeFileSync(raw, 'bytes');
    await engine.backUp('src');
    const { entries } = await engine.client.snapshot.entries({ snapshot: 'latest', path: engine.at('src') });
    const naive = entries.find(({ name }) => name.startsWith('na'))!;
    for (const path of [naive.path, naive.rawPath]) {
      const into = engine.at(`into-${path.length}`);
      const { results } = await restore({ into, paths: [engine.at('src', odd), engine.at('src/!not'), path] });
      expect(results[0]).toMatchObject({ files: 3 });
      const below = join(into, engine.at('src'));
      expect(readdirSync(below, 'latin1').toSorted()).toEqual(['!not', odd, 'na\xefve']);
      expect(readFileSync(join(below, odd, 'inside/x'), 'utf8')).toBe('1');
    }
  });

  it('that are not there are refused before anything is written', async () => {
    engine.file('src/a', '1');
    await engine.backUp('src');
    const { outcome, fault } = await restore({ into: engine.at('into'), paths: [engine.at('src/a'), engine.at('src/nothing')] });
    expect([outcome, fault?.kind, fault?.message]).toEqual(['failed', 'missing', expect.stringContaining('src/nothing')]);
    expect(existsSync(engine.at('into'))).toBe(false);
    expect(await faultOf(preview({ snapshot: `latest:${engine.at('src')}`, paths: ['/'] }))).toMatchObject({ code: 'INVALID' });
  });

  it('limit what is deleted, too', async () => {
    engine.file('src/one/a', '1');
    engine.file('src/two/a', '1');
    await engine.backUp('src');
    for (const dir of ['one', 'two']) engine.file(`src/${dir}/extra`, 'x');
    engine.file('src/extra', 'x');
    expect((await restore({ paths: [engine.at('src/one')], delete: true, overwrite: 'if-changed' })).outcome).toBe('succeeded');
    expect(['src/one/extra', 'src/two/extra', 'src/extra'].map((path) => existsSync(engine.at(path)))).toEqual([false, true, true]);
  });
});

describe('a preview', () => {
  it('lists what would be done, counts all of it, and changes nothing', async () => {
    await changed();
    const { parts, end } = await preview({ overwrite: 'if-changed', delete: true });
    const items = parts.flatMap((part) => part.items).map(({ action, path }) => [action, path.slice(engine.root.length)]);
    expect(items).toEqual([['replace', '/src/a'], ['create', '/src/b'], ['same', '/src/c'], ['delete', '/src/new']]);
    expect(end).toMatchObject({ counts: { create: 1, replace: 1, 'keep-both': 0, skip: 0, same: 1, delete: 1 }, bytes: 14, freeBytes: expect.any(Number) });
    expect(text('src/a')).toBe('my own a');
    expect((await preview({ overwrite: 'never', keepExisting: true })).end.counts).toMatchObject({ create: 1, skip: 2 });
    expect((await preview({ overwrite: 'if-changed', keepExisting: true })).end.counts).toMatchObject({ create: 1, 'keep-both': 1, same: 1 });
    expect(journals()).toEqual([]);
  });

  it('stops listing at 10,000 items and goes on counting', async () => {
    mkdirSync(engine.at('src'));
    for (let number = 0; number < 10_100; number++) writeFileSync(engine.at('src', String(number)), '');
    await engine.backUp('src');
    const { parts, end } = await preview({ into: engine.at('into') });
    expect(parts.reduce((sum, { items }) => sum + items.length, 0)).toBe(10_000);
    expect(end.counts.create).toBeGreaterThanOrEqual(10_100);
  });

  it('is kept to: its token starts the same restore, once', async () => {
    await changed();
    const { end } = await preview({ overwrite: 'if-changed' });
    const { outcome, results } = await restore({ overwrite: 'if-changed', token: end.token, verify: true });
    expect([outcome, results[0]]).toEqual(['succeeded', expect.objectContaining({ created: end.counts.create, replaced: end.counts.replace, unchanged: end.counts.same, bytes: end.bytes })]);
    expect(await faultOf(restore({ overwrite: 'if-changed', token: end.token }))).toMatchObject({ code: 'STALE' });
  });

  it('no longer holds when files at the target, the snapshot or the wish have changed', async () => {
    await changed();
    const stale = async (before: () => unknown, more: Spec = {}): Promise<void> => {
      const { token } = (await preview({ overwrite: 'if-changed', delete: more.delete ?? false })).end;
      await before();
      expect(await faultOf(restore({ overwrite: 'if-changed', ...more, token }))).toMatchObject({ code: 'STALE', data: { kind: 'stale', advice: expect.stringMatching(/preview/) } });
    };
    await stale(() => undefined, { overwrite: 'always' });
    await stale(() => undefined, { paths: [engine.at('src/a')] });
    await stale(() => engine.file('src/b', 'somebody made it'));
    await stale(() => engine.file('src/a', 'edited again')); // it would be replaced as before, and more be lost
    await stale(() => utimesSync(engine.at('src/a'), 2000, 2000));
    await stale(() => engine.file('src/new', 'edited as well'), { delete: true });
    await stale(() => engine.backUp('src'));
    expect([text('src/a'), text('src/new')]).toEqual(['edited again', 'edited as well']);
  });
});

describe('undo', () => {
  const undo = async (runId: string): Promise<Ended> => engine.ended(await engine.client.restore.undo({ runId }));
  const kept = async (more: Spec = {}): Promise<string> => {
    const { runId } = await engine.client.restore.start(spec({ keepExisting: true, overwrite: 'if-changed', ...more }));
    await engine.ended({ runId });
    return runId;
  };

  it('puts back what was kept aside, and leaves what was created', async () => {
    await changed();
    const before = statSync(engine.at('src/a')).mtimeMs;
    const runId = await kept();
    expect(text('src/a')).toBe('saved a');
    expect(journals()).toHaveLength(1);
    expect(statSync(engine.at('state/undo', journals()[0]!)).mode & 0o777).toBe(0o600);
    const { outcome, results } = await undo(runId);
    expect([outcome, results[0]]).toEqual(['succeeded', expect.objectContaining({ kind: 'restore', replaced: 1, created: 0, aside: 0, files: 1 })]);
    expect([text('src/a'), text('src/b'), statSync(engine.at('src/a')).mtimeMs]).toEqual(['my own a', 'saved b', before]);
    expect(readdirSync(engine.at('src')).toSorted()).toEqual(['a', 'b', 'c', 'new']);
    expect(journals()).toEqual([]);
    expect(await faultOf(engine.client.restore.undo({ runId }))).toMatchObject({ code: 'MISSING' });
    expect(engine.services.context.catalog.audit.list({ limit: 1 }).entries[0]).toMatchObject({ action: 'restore undo', subject: runId });
  });

  it('keeps beside what was changed since the restore', async () => {
    await changed();
    const runId = await kept();
    writeFileSync(engine.at('src/a'), 'worked on after the restore');
    expect((await undo(runId)).results[0]).toMatchObject({ replaced: 1, aside: 1 });
    expect(text('src/a')).toBe('my own a');
    const beside = readdirSync(engine.at('src')).find((name) => name.startsWith('a.before-undo-'))!;
    expect(text('src', beside)).toBe('worked on after the restore');
  });

  it('puts back what is missing by now, links, and files where folders went', async () => {
    engine.file('src/gone', 'saved');
    engine.file('src/folder/x', 'saved');
    symlinkSync('saved-target', engine.at('src/link'));
    engine.file('src/was-link', 'saved');
    await engine.backUp('src');
    engine.file('src/gone', 'my own');
    rmSync(engine.at('src/folder'), { recursive: true });
    engine.file('src/folder', 'a file of mine');
    rmSync(engine.at('src/link'));
    symlinkSync('my-target', engine.at('src/link'));
    rmSync(engine.at('src/was-link'));
    symlinkSync('gone', engine.at('src/was-link'));
    const runId = await kept();
    expect(text('src/folder/x')).toBe('saved');
    rmSync(engine.at('src/gone'));
    const { outcome, results } = await undo(runId);
    expect([outcome, results[0]]).toEqual(['succeeded', expect.objectContaining({ created: 1, replaced: 3, aside: 1 })]);
    expect([text('src/gone'), text('src/folder')]).toEqual(['my own', 'a file of mine']);
    expect(lstatSync(engine.at('src/was-link')).isSymbolicLink()).toBe(true);
    expect(readdirSync(engine.at('src')).filter((name) => name.includes('.before-restore'))).toEqual([]);
    const beside = readdirSync(engine.at('src')).find((name) => name.startsWith('folder.before-undo-'))!;
    expect(text('src', beside, 'x')).toBe('saved');
  });

  it('goes through no link, and can be tried again', async () => {
    await changed();
    const runId = await kept();
    renameSync(engine.at('src'), engine.at('moved'));
    symlinkSync('moved', engine.at('src'));
    const { outcome } = await undo(runId);
    expect(outcome).toBe('warned');
    expect(text('moved/a')).toBe('saved a');
    rmSync(engine.at('src'));
    renameSync(engine.at('moved'), engine.at('src'));
    expect((await undo(runId)).results[0]).toMatchObject({ replaced: 1 });
    expect(text('src/a')).toBe('my own a');
  });

  it('works into a folder, after a restore that was cancelled, and of names that are no text', async () => {
    const raw = (folder: string): Buffer => Buffer.concat([Buffer.from(`${engine.at(folder)}/`), Buffer.from('na\xefve\n', 'latin1')]);
    mkdirSync(engine.at('src'));
    writeFileSync(raw('src'), 'saved');
    for (let number = 0; number < 200; number++) engine.file(`src/${number}`, `saved ${number}`);
    await engine.backUp('src');
    mkdirSync(engine.at('into'));
    writeFileSync(raw('into'), 'mine');
    for (let number = 0; number < 200; number++) engine.file(`into/${number}`, 'mine');
    const { runId } = await engine.client.restore.start(spec({ snapshot: `latest:${engine.at('src')}`, into: engine.at('into'), keepExisting: true, items: true }));
    for await (const event of engine.services.context.runner.watch(runId, undefined)) if (event.type === 'item') engine.services.context.runner.cancel(runId);
    await engine.ended(await engine.client.restore.undo({ runId }));
    expect(readFileSync(raw('into'), 'utf8')).toBe('mine');
    expect(readdirSync(engine.at('into')).filter((name) => !name.startsWith('na')).map((name) => text('into', name)).every((content) => content === 'mine')).toBe(true);
    expect(readdirSync(engine.at('into'))).toHaveLength(201);
  });

  it('is refused for runs that kept nothing, or never were', async () => {
    await changed();
    const { runId } = await engine.client.restore.start(spec({ into: engine.at('into') }));
    await engine.ended({ runId });
    for (const id of [runId, '../../settings', 'x']) expect(await faultOf(engine.client.restore.undo({ runId: id }))).toMatchObject({ code: 'MISSING' });
  });
});
