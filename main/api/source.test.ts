/** source.*: what the window asks before anything is backed up, and that a backup then does what was announced. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { openApi, type Api } from './open.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-source-api-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let home = '';
let api: Api;
beforeEach(async () => {
  home = mkdtempSync(join(scratch, 'home-'));
  api = await openApi({ env: readEnv({ HOME: home, HOLDFAST_HOME: join(home, '.state'), HOLDFAST_PASSWORD: 'x' }), cwd: home });
});
afterEach(() => api.close());
const refusal = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('source.list', () => {
  it('offers the folders that are there, and landmarks to look from', async () => {
    for (const name of ['Documents', 'Music', 'Downloads']) mkdirSync(join(home, name));
    const { folders, landmarks, excludes } = await api.client.source.list();
    expect(folders.map(({ kind }) => kind)).toEqual(['documents', 'music']);
    expect(landmarks.slice(0, 2).map(({ kind, path }) => [kind, path])).toEqual([['home', home], ['downloads', join(home, 'Downloads')]]);
    expect(landmarks.find(({ kind }) => kind === 'root')).toMatchObject({ path: '/', totalBytes: expect.any(Number), freeBytes: expect.any(Number) });
    expect(excludes.find(({ reason }) => reason === 'downloads')).toEqual({ reason: 'downloads', patterns: [join(home, 'Downloads')], preselected: false });
  });

  it('offers the home folder where there is nothing better', async () => {
    const { folders } = await api.client.source.list();
    expect(folders).toEqual([{ kind: 'home', name: home.split('/').at(-1), path: home, freeBytes: null, totalBytes: null, fileSystem: null }]);
  });
});

describe('source.browse', () => {
  it('begins at home and says in words what cannot be shown', async () => {
    mkdirSync(join(home, 'Documents'));
    expect((await api.client.source.browse({})).folders.map(({ name }) => name)).toEqual(['Documents']);
    expect(await refusal(api.client.source.browse({ path: join(home, 'gone') }))).toMatchObject({ code: 'MISSING', defined: true, data: { advice: expect.stringMatching(/\w/) } });
    expect(await refusal(api.client.source.browse({ path: 'Documents' }))).toMatchObject({ code: 'INVALID', defined: true });
    expect(await refusal(api.client.source.browse({ path: '' }))).toMatchObject({ code: 'INVALID', defined: true });
  });
});

describe('source.measure', () => {
  it('announces what the backup then takes', async () => {
    const docs = join(home, 'Documents');
    mkdirSync(join(docs, 'node_modules/x'), { recursive: true });
    for (const [name, size] of [['a', 100], ['b.tmp', 7], ['node_modules/x/c', 1000]] as const) writeFileSync(join(docs, name), 'x'.repeat(size));
    symlinkSync('a', join(docs, 'link'));
    const source = { kind: 'folder' as const, paths: [docs], excludes: { patterns: ['node_modules', '*.tmp'] } };
    const messages = await Array.fromAsync(await api.client.source.measure({ source }));
    expect(messages.at(-1)).toMatchObject({
      kept: { files: 1, bytes: 100 }, excluded: { files: 2, bytes: 1007 }, done: true,
      patterns: [{ pattern: 'node_modules', files: 1, bytes: 1000 }, { pattern: '*.tmp', files: 1, bytes: 7 }],
    });
    const { runId } = await api.client.plan.run({ source });
    for await (const event of await api.client.run.watch({ runId })) void event;
    const { results } = await api.client.run.get({ runId });
    expect(results).toMatchObject([{ summary: { total_files_processed: 1, total_bytes_processed: 100 } }]);
  });

  it('says at once what cannot be measured', async () => {
    expect(await refusal(api.client.source.measure({ source: { kind: 'folder', paths: [join(home, 'gone')] } }))).toMatchObject({ code: 'MISSING', defined: true });
    expect(await refusal(api.client.source.measure({ source: { kind: 'folder', paths: ['gone'] } }))).toMatchObject({ code: 'INVALID', defined: true });
  });
});
