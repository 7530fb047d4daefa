/** The world the procedures are called in: folders, a vault with two snapshots, a plan, a run of the past. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunId } from './transport.ts';
import { readEnv } from '../../main/base/env.ts';
import { openApi, type Api } from '../../main/api/open.ts';
import { PASSWORD } from '../fixture/cli/holdfast.ts';
import { FakeDrives } from '../fake/drive-system.ts';
import { removeScratch } from '../fixture/cli/scratch.ts';

export interface World extends AsyncDisposable {
  api: Api;
  root: string;
  drives: FakeDrives;
  /** The vault's address; it is the default destination "drive", too. */
  vault: string;
  src: string;
  snapshots: string[];
  /** A backup that has ended. */
  runId: string;
  at(...parts: string[]): string;
  file(path: string, content: string): void;
  /** Resolves when the run has ended. */
  ended(run: RunId): Promise<string>;
  /** Closed with the world. */
  keep<T extends AsyncDisposable>(thing: T): T;
  /** Another snapshot of the source with something new in it; its id. */
  snapshot(): Promise<string>;
}

const EXCLUDED = { patterns: ['*.tmp'] };

export async function openWorld(): Promise<World> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-transport-')));
  const at = (...parts: string[]): string => join(root, ...parts);
  const file = (path: string, content: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  const [src, vault] = [at('src'), at('vault')];
  for (const [name, content] of [['letter.txt', 'dear reader'], ['photos/cat.png', 'meow'], ['photos/names/a\nb', 'odd'], ['draft.tmp', 'x']] as const) file(`src/${name}`, content);
  const drives = new FakeDrives();
  const api = await openApi({ env: readEnv({ HOLDFAST_HOME: at('home'), HOLDFAST_PASSWORD: PASSWORD, HOME: at('user') }), cwd: root, host: 'serve', driveSystem: drives });
  const { client } = api;
  const ended = async ({ runId }: RunId): Promise<string> => {
    for await (const event of await client.run.watch({ runId })) if (event.type === 'ended' && event.outcome !== 'succeeded') throw new Error(`The run ended ${event.outcome}: ${event.fault?.message ?? ''}`);
    return runId;
  };
  const backup = async (): Promise<string> => ended(await client.plan.run({ source: { kind: 'folder', paths: [src], excludes: EXCLUDED }, destinations: [vault] }));
  const kept: AsyncDisposable[] = [];
  let written = 0;
  const snapshotIds = async (): Promise<string[]> => (await client.snapshot.list({ destination: vault })).snapshots.map(({ id }) => id);
  await client.destination.init({ destination: vault });
  await client.destination.save({ name: 'drive', address: vault, makeDefault: true });
  await backup();
  file('src/list.ods', 'more');
  const runId = await backup();
  await client.plan.save({ plan: { name: 'Documents', sources: [{ kind: 'folder', paths: [src], excludes: EXCLUDED }], destinations: ['drive'] } });
  return {
    api, root, drives, vault, src, runId, at, file, ended, snapshots: await snapshotIds(),
    snapshot: async () => {
      file('src/counter', String(++written));
      await backup();
      return (await snapshotIds()).at(-1) ?? '';
    },
    keep: (thing) => {
      kept.push(thing);
      return thing;
    },
    [Symbol.asyncDispose]: async () => {
      for (const thing of kept) await thing[Symbol.asyncDispose]();
      await api.close();
      removeScratch(root);
    },
  };
}
