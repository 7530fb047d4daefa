/** For every procedure: input it takes, and input it refuses. A procedure without a case fails the suite. */
import { randomUUID } from 'node:crypto';
import type { Case } from './transport.ts';
import { PASSWORD } from '../fixture/cli/holdfast.ts';
import { DEVICE_CASES } from './transport-device-cases.ts';
import type { World } from './transport-world.ts';

const folder = (path: string) => ({ kind: 'folder' as const, paths: [path] });
const restored = ({ vault, snapshots, at }: World) => ({ destination: vault, snapshot: snapshots[0] ?? '', into: at('restored') });

/** A vault that calls may change as they like. */
const seconds = new WeakMap<World, Promise<string>>();
function secondVault(world: World): Promise<string> {
  const made = seconds.get(world) ?? otherVault(world);
  seconds.set(world, made);
  return made;
}

/** A vault of its own, so that what one call does to it is not seen by the next. */
async function otherVault({ api: { client }, at }: World): Promise<string> {
  const address = at(randomUUID());
  await client.destination.init({ destination: address });
  return address;
}

/** A store of archives of its own, with a chain of two. */
async function archives({ api: { client }, ended, src, at }: World): Promise<string> {
  const address = at(randomUUID());
  await client.destination.init({ destination: address, format: 'archive' });
  for (const type of ['full', 'incremental'] as const) await ended(await client.plan.run({ source: folder(src), destinations: [address], type }));
  return address;
}

/** One that calls only look at. */
const shared = new WeakMap<World, Promise<string>>();
function sharedArchives(world: World): Promise<string> {
  const made = shared.get(world) ?? archives(world);
  shared.set(world, made);
  return made;
}

/** Something that runs until it is told otherwise: nothing gets through its limit. */
async function slowRun({ api: { client }, src, vault, file }: World): Promise<{ runId: string }> {
  file('slow/big', 'x'.repeat(100) + randomUUID());
  const { runId } = await client.plan.run({ source: folder(src.replace(/src$/, 'slow')), destinations: [vault], limitUpload: 1 });
  return { runId };
}

/** One that this process still knows the events of. */
async function endedRun({ api: { client }, ended, src, vault }: World): Promise<{ runId: string }> {
  return { runId: await ended(await client.plan.run({ source: folder(src), destinations: [vault], dryRun: true })) };
}

/** The only one that is plugged in, empty; its key. */
async function newDrive({ drives, at, file }: World): Promise<string> {
  for (const device of drives.plugged.keys()) drives.pull(device);
  const id = randomUUID();
  file(`drives/${id}/lost+found/.keep`, '');
  const device = `/dev/fake-${id}`;
  drives.plug({ device, path: at('drives', id), uuid: id, label: id });
  return device;
}

/** The same, adopted. */
async function ownDrive(world: World): Promise<string> {
  return (await world.api.client.drive.adopt({ drive: await newDrive(world) })).key;
}

export const CASES: Readonly<Record<string, Case>> = {
  'app.info': { valid: () => undefined },
  'app.pickFolder': { valid: () => ({ title: 'Choose' }), invalid: { title: 5 } },
  'app.reveal': { valid: ({ src }) => ({ path: src }), invalid: { path: '' } },

  'audit.list': { valid: () => ({ limit: 2 }), invalid: { limit: 0 } },
  'audit.verify': { valid: () => ({}), invalid: { noted: { seq: 0, hash: 'x' } } },

  'destination.list': { valid: () => undefined },
  'destination.save': {
    valid: ({ vault }) => ({ name: `n${randomUUID()}`, address: vault }), invalid: { name: 'a/b', address: 'x' }, anew: true,
    after: async ({ api: { client } }, { name }) => void (await client.destination.remove({ name: String(name) })),
  },
  'destination.remove': {
    valid: async ({ api: { client }, vault }) => {
      await client.destination.save({ name: 'short-lived', address: vault });
      return { name: 'short-lived' };
    },
    invalid: { name: '' },
  },
  'destination.test': { valid: ({ vault }) => ({ destination: vault }), invalid: { destination: '' } },
  'destination.inspect': { valid: ({ vault, src }) => ({ address: vault, sources: [src] }), invalid: { address: '' } },
  'destination.init': { valid: ({ at }) => ({ destination: at(randomUUID()), password: PASSWORD, keep: false }), invalid: { destination: 'x', format: 'floppy' }, anew: true },
  'destination.chains': { valid: async (world) => ({ destination: await sharedArchives(world) }), invalid: { destination: '' } },
  'destination.unlock': { valid: ({ vault }) => ({ destination: vault }), invalid: { removeAll: 'yes' } },
  'destination.usage': { valid: ({ vault }) => ({ destination: vault, mode: 'raw-data' }), invalid: { mode: 'guess' } },
  'destination.repair': { valid: ({ vault }) => ({ destination: vault, what: 'index', dryRun: true }), invalid: { what: 'everything' } },
  'destination.repairChainPreview': { valid: async (world) => ({ destination: await archives(world), from: world.vault }), invalid: { from: '' }, anew: true },
  'destination.repairChain': {
    valid: async (world) => {
      const destination = await archives(world);
      return { destination, token: (await world.api.client.destination.repairChainPreview({ destination, from: world.vault })).token };
    },
    invalid: {},
    anew: true,
  },
  'destination.prunePreview': { valid: ({ vault }) => ({ destination: vault }), invalid: { maxUnused: 5 }, anew: true },
  'destination.prune': {
    valid: async (world) => {
      const destination = await secondVault(world);
      return { destination, token: (await world.api.client.destination.prunePreview({ destination })).token };
    },
    invalid: { token: null },
  },
  'destination.key.list': { valid: ({ vault }) => ({ destination: vault }), invalid: { destination: 5 } },
  'destination.key.add': { valid: async (world) => ({ destination: await secondVault(world), newPassword: 'another good one' }), invalid: {}, anew: true },
  'destination.key.remove': {
    valid: async (world) => {
      const destination = await secondVault(world);
      return { destination, id: (await world.api.client.destination.key.add({ destination, newPassword: 'another good one' })).id };
    },
    invalid: { id: '' }, anew: true,
  },
  'destination.key.passwd': { valid: async (world) => ({ destination: await otherVault(world), newPassword: 'another good one' }), invalid: {}, anew: true },
  'destination.key.remember': { valid: ({ vault }) => ({ destination: vault }), invalid: { destination: '' } },
  'destination.key.show': {
    valid: async ({ api: { client }, vault }) => {
      await client.destination.key.remember({ destination: vault });
      return { destination: vault };
    },
    invalid: { destination: '' },
  },

  'drive.list': { valid: async (world) => void (await newDrive(world)), anew: true },
  'drive.watch': { valid: () => undefined, take: 1, anew: true },
  'drive.answer': {
    valid: async (world) => {
      const drive = await newDrive(world);
      for await (const { prompts } of await world.api.client.drive.watch()) {
        const found = prompts.find((prompt) => prompt.drive.key === drive);
        if (found !== undefined) return { prompt: found.prompt, answer: 'not-now' };
      }
      throw new Error('Nobody asked.');
    },
    invalid: { prompt: '', answer: 'now' }, anew: true,
  },
  'drive.adopt': { valid: async (world) => ({ drive: await newDrive(world) }), invalid: { drive: 'x', policy: 'sometimes' }, anew: true },
  'drive.setPolicy': { valid: async (world) => ({ drive: await ownDrive(world), policy: 'always' }), invalid: { drive: 'x', policy: 'sometimes' }, anew: true },
  'drive.rename': { valid: async (world) => ({ drive: await ownDrive(world), name: randomUUID() }), invalid: { drive: 'x', name: ' ' }, anew: true },
  'drive.ignore': { valid: async (world) => ({ drive: await newDrive(world) }), invalid: { drive: '' }, anew: true },
  'drive.forget': { valid: async (world) => ({ drive: await ownDrive(world) }), invalid: { drive: '' }, anew: true },
  'drive.eject': { valid: async (world) => ({ drive: await ownDrive(world) }), invalid: {}, anew: true },
  ...DEVICE_CASES,

  'plan.list': { valid: () => undefined },
  'plan.get': { valid: () => ({ plan: 'documents' }), invalid: { plan: '../x' } },
  'plan.save': { valid: ({ src }) => ({ id: 'documents', plan: { name: 'Documents', sources: [folder(src)], destinations: ['drive'] } }), invalid: { plan: { name: '' } } },
  'plan.remove': {
    valid: async ({ api: { client }, src }) => ({ plan: (await client.plan.save({ plan: { name: 'Short lived', sources: [folder(src)], destinations: ['drive'] } })).id }),
    invalid: { plan: '' },
  },
  'plan.run': { valid: ({ src, vault }) => ({ source: folder(src), destinations: [vault], dryRun: true }), invalid: { source: { kind: 'folder', paths: [] } } },
  'plan.transfer': {
    valid: async (world) => {
      const { client } = world.api;
      const to = `t${randomUUID()}`;
      await client.destination.save({ name: to, address: await otherVault(world) });
      const { id } = await client.plan.save({ plan: { name: to, sources: [folder(world.src)], destinations: ['drive'], transfers: [{ from: 'drive', to }] } });
      return { plan: id };
    },
    invalid: { plan: '' }, anew: true,
    after: async ({ api: { client }, ended }, { plan }) => {
      for (const { id, kind, state } of (await client.run.list({ filter: { plan: String(plan) } })).runs) if (kind === 'transfer' && state === 'running') await ended({ runId: id });
      await client.plan.remove({ plan: String(plan) });
    },
  },
  'plan.retentionPreview': { valid: () => ({ policy: { daily: 7, weekly: 4 }, today: '2026-11-17', days: 60 }), invalid: { policy: { daily: -5 } } },
  'plan.draft.get': { valid: () => undefined },
  'plan.draft.save': { valid: () => ({ draft: { step: 'where', path: 'Grüße\n🎈' } }), invalid: { draft: 'text' } },

  'restore.preview': { valid: restored, invalid: { snapshot: '', into: null } },
  'restore.start': { valid: (world) => ({ ...restored(world), dryRun: true }), invalid: { snapshot: 'latest', into: '' } },
  'restore.undo': {
    valid: async (world) => {
      world.file(`restored${world.src}/letter.txt`, `something else ${randomUUID()}`);
      return { runId: await world.ended(await world.api.client.restore.start({ ...restored(world), keepExisting: true })) };
    },
    invalid: {},
  },

  'run.list': { valid: () => ({ limit: 3 }), invalid: { limit: 501 } },
  'run.get': { valid: ({ runId }) => ({ runId }), invalid: { runId: 5 } },
  'run.watch': { valid: endedRun, invalid: {}, last: true, anew: true },
  'run.follow': { valid: ({ runId }) => ({ runId }), invalid: {} },
  'run.live': { valid: () => undefined, take: 1 },
  'run.problems': { valid: ({ runId }) => ({ runId }), invalid: { limit: 10 } },
  'run.cancel': { valid: slowRun, invalid: {}, after: async ({ api: { client } }, { runId }) => {
    for await (const event of await client.run.watch({ runId: String(runId) })) void event;
  } },
  'run.skip': { valid: async (world) => ({ ...(await endedRun(world)), item: '/nothing' }), invalid: { runId: 'x' } },

  'secret.suggest': { valid: () => undefined, anew: true },
  'secret.set': { valid: ({ vault }) => ({ destination: vault, password: PASSWORD, keep: false }), invalid: { destination: '', password: '' } },

  'settings.get': { valid: () => undefined },
  'settings.save': { valid: () => ({ appearance: { scheme: 'dark' } }), invalid: { misspelt: true } },

  'snapshot.list': { valid: ({ vault }) => ({ destination: vault }), invalid: { limit: 0 } },
  'snapshot.get': { valid: ({ vault, snapshots }) => ({ destination: vault, snapshot: snapshots[0] }), invalid: { snapshot: '' } },
  'snapshot.entries': { valid: ({ vault, snapshots, src }) => ({ destination: vault, snapshot: snapshots[0], path: src, compare: true, limit: 2 }), invalid: { snapshot: 'latest', limit: 5001 } },
  'snapshot.versions': { valid: ({ vault, src }) => ({ destination: vault, path: `${src}/letter.txt` }), invalid: { path: '' } },
  'snapshot.find': { valid: ({ vault }) => ({ destination: vault, text: 'cat' }), invalid: { text: '' } },
  'snapshot.preview': { valid: ({ vault, snapshots, src }) => ({ destination: vault, snapshot: snapshots[0], path: `${src}/letter.txt` }), invalid: { snapshot: 'latest', path: '' }, anew: true },
  'snapshot.keeping': { valid: ({ vault, snapshots }) => ({ destination: vault, filter: { ids: snapshots }, policy: { last: 1 } }), invalid: { policy: { last: 'all' } } },
  'snapshot.walk': { valid: ({ vault, snapshots }) => ({ destination: vault, snapshot: snapshots[0] }), invalid: { snapshot: 'latest', recursive: 'deep' } },
  'snapshot.paths': { valid: ({ vault, snapshots }) => ({ destination: vault, snapshot: snapshots[0] }), invalid: { snapshot: 'latest', recursive: 'deep' } },
  'snapshot.search': { valid: ({ vault }) => ({ destination: vault, patterns: ['*.txt'] }), invalid: { patterns: [] } },
  'snapshot.diff': { valid: ({ vault, snapshots }) => ({ destination: vault, from: snapshots[0], to: snapshots[1] }), invalid: { from: 'latest', to: '' } },
  'snapshot.export': { valid: ({ vault, snapshots, at }) => ({ destination: vault, snapshot: snapshots[0], file: at(`${randomUUID()}.tar.zst`) }), invalid: { snapshot: 'latest', file: 'x.tar', format: 'rar' }, anew: true },
  'snapshot.import': {
    valid: async (world) => {
      const file = world.at(`${randomUUID()}.tar`);
      await world.ended(await world.api.client.snapshot.export({ destination: world.vault, snapshot: world.snapshots[0]!, file }));
      return { file, to: await otherVault(world) };
    },
    invalid: { file: '' }, anew: true,
  },
  'snapshot.tag': {
    valid: async (world) => ({ destination: world.vault, filter: { ids: [await world.snapshot()] }, add: ['kept'] }),
    invalid: { filter: { ids: [''] } }, anew: true,
  },
  'snapshot.forgetPreview': { valid: ({ vault, snapshots }) => ({ destination: vault, filter: { ids: snapshots }, policy: { last: 1 } }), invalid: { groupBy: ['moon'] }, anew: true },
  'snapshot.forget': {
    valid: async (world) => {
      const id = await world.snapshot();
      const { token } = await world.api.client.snapshot.forgetPreview({ destination: world.vault, filter: { ids: [id] } });
      return { destination: world.vault, token };
    },
    invalid: { token: 5 }, anew: true,
  },
  'snapshot.mergePreview': { valid: async (world) => ({ destination: await archives(world), snapshot: 'latest' }), invalid: { snapshot: '' }, anew: true },
  'snapshot.merge': {
    valid: async (world) => {
      const destination = await archives(world);
      return { destination, token: (await world.api.client.snapshot.mergePreview({ destination, snapshot: 'latest' })).token };
    },
    invalid: {},
    anew: true,
  },
  'snapshot.copy': { valid: async (world) => ({ from: world.vault, to: await secondVault(world), filter: { ids: world.snapshots } }), invalid: { to: '' } },

  'source.list': { valid: () => undefined },
  'source.browse': { valid: ({ src }) => ({ path: src }), invalid: { path: '' } },
  'source.measure': { valid: ({ src }) => ({ source: { ...folder(src), excludes: { patterns: ['*.tmp'] } } }), invalid: { source: { kind: 'moon' } }, last: true },

  'verify.start': { valid: ({ vault }) => ({ destination: vault, readData: 'all' }), invalid: { readData: 5 } },
};
