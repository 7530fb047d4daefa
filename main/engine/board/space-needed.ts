/** Whether what is to be written fits, file system by file system, at every moment on the way: a file and its successor are there at once. */
import type { Step } from './plan-board.ts';

/** A file system as it is before the first byte. */
export interface Room {
  readonly path: string;
  readonly free: number;
  /** Bytes of the unit files are kept in. */
  readonly block: number;
}

export interface Space {
  readonly path: string;
  /** Most bytes taken at any moment, beyond what is taken now. */
  readonly needed: number;
  readonly free: number;
}

/** Of those file systems that are written to. */
export function spaceFor(steps: readonly Step[], rooms: readonly Room[]): Space[] {
  const states = rooms.map((room) => ({ room, taken: 0, most: 0, used: false }));
  for (const step of steps) {
    const state = states.filter(({ room }) => isWithin(step.path, room.path)).toSorted((a, b) => b.room.path.length - a.room.path.length)[0];
    if (state === undefined) continue;
    state.used = true;
    const blocks = (size: number): number => Math.ceil(size / state.room.block) * state.room.block;
    if (step.type === 'delete') state.taken -= blocks(step.size);
    else if (step.type === 'write') {
      state.most = Math.max(state.most, state.taken + blocks(step.entry.size));
      state.taken += blocks(step.entry.size) - (step.before === null || step.aside !== null ? 0 : blocks(step.before.size));
    } else if (step.type === 'make') {
      state.taken += state.room.block;
      state.most = Math.max(state.most, state.taken);
    }
  }
  return states.filter(({ used }) => used).map(({ room, most }) => ({ path: room.path, needed: most, free: room.free }));
}

const isWithin = (path: string, root: string): boolean => root === '/' || path === root || path.startsWith(`${root}/`);
