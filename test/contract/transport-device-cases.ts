/** The procedures of boards, with two simulated boards. */
import { BoardJournals } from '../../main/engine/board/journal.ts';
import { startBoard, type TestBoard } from '../fixture/board/board.ts';
import type { Case } from './transport.ts';
import type { World } from './transport-world.ts';

interface Boards {
  readonly one: TestBoard;
  readonly other: TestBoard;
}

const started = new WeakMap<World, Promise<Boards>>();

/** One that was backed up, and one like it. */
function boards(world: World): Promise<Boards> {
  const both = started.get(world) ?? start(world);
  started.set(world, both);
  return both;
}

async function start({ api: { client }, vault, ended, keep }: World): Promise<Boards> {
  const files = { 'main.py': 'print(1)\n', 'lib/a.py': 'a = 1\n' };
  const one = keep(await startBoard({ files, id: 'one' }));
  const other = keep(await startBoard({ files: { 'main.py': 'print(2)\n' }, id: 'other' }));
  await ended(await client.device.backup({ device: one.port, destination: vault }));
  return { one, other };
}

const on = async (world: World): Promise<{ device: string }> => ({ device: (await boards(world)).one.port });
const restored = async (world: World): Promise<object> => ({ ...(await on(world)), destination: world.vault, snapshot: 'latest', delete: true });
const cloned = async (world: World): Promise<object> => {
  const { one, other } = await boards(world);
  return { device: other.port, from: one.port };
};

export const DEVICE_CASES: Readonly<Record<string, Case>> = {
  'device.list': { valid: () => undefined },
  'device.watch': { valid: () => undefined, take: 1 },
  'device.info': { valid: on, invalid: { device: '' }, anew: true },
  'device.files': { valid: async (world) => ({ ...(await on(world)), path: '/lib' }), invalid: { device: 'x', path: 'lib' }, anew: true },
  'device.preview': { valid: async (world) => ({ ...(await on(world)), path: '/main.py' }), invalid: { device: 'x' }, anew: true },
  'device.backup': { valid: async (world) => ({ ...(await on(world)), destination: world.vault }), invalid: { device: 'x', type: 'half' } },
  'device.changes': { valid: async (world) => ({ ...(await on(world)), destination: world.vault }), invalid: { device: 'x', snapshot: '' }, anew: true },
  'device.restore.preview': { valid: restored, invalid: { device: 'x', snapshot: 'latest', existing: 'maybe' }, anew: true },
  'device.restore.start': { valid: restored, invalid: { device: 'x' } },
  'device.clone.preview': { valid: cloned, invalid: { device: 'x', from: '' }, anew: true },
  'device.clone.start': { valid: cloned, invalid: { device: 'x' } },
  'device.rollback': {
    valid: async (world) => {
      const { one } = await boards(world);
      one.put('.hf~restore', 'cut-off');
      new BoardJournals(world.at('home')).of('6f6e65').begin({ id: 'cut-off', startedAt: new Date().toISOString(), from: 'x', marker: '/.hf~restore', changes: [] });
      return { device: one.port };
    },
    invalid: { device: 5 },
  },
  'device.protect': { valid: async (world) => ({ ...(await on(world)), care: { destination: null, excludes: ['*.log'], remindAfterDays: 3 } }), invalid: { device: 'x', care: { remindAfterDays: 0 } }, anew: true },
  'device.save': { valid: async (world) => ({ ...(await on(world)), name: 'greenhouse' }), invalid: { device: 'x', name: 'a/b' }, anew: true },
  'device.forget': {
    valid: async (world) => {
      const { other } = await boards(world);
      await world.api.client.device.info({ device: other.port });
      return { device: other.port };
    },
    invalid: { device: '' },
  },
};
