/** Steps back behind other programs: for the processor and for drives. */
import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { fromCLibrary } from './c-library.ts';

/** `low`: others come first. `idle`: only what nobody else wants. */
export type Priority = 'low' | 'idle';

const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
const NICE: Readonly<Record<Priority, number>> = { low: PRIORITY_BELOW_NORMAL, idle: PRIORITY_LOW };

/** `ioprio_set` has no function in the C library, and a number of its own on each kind of machine. */
const IOPRIO_SET: Readonly<Record<string, number>> = { x64: 251, arm64: 30, riscv64: 30, loong64: 30 };
const WHO_PROCESS = 1;
/** Class and level, as `ioprio(2)` packs them: the last of the ordinary class; the idle class. */
const DRIVES: Readonly<Record<Priority, number>> = { low: (2 << 13) | 7, idle: 3 << 13 };

/**
 * For the calling thread and the threads it starts later; there is no way back without rights. Only Linux knows priorities of threads: elsewhere the main
 * thread speaks for the whole process, and others change nothing.
 */
export function stepBack(priority: Priority): void {
  if (process.platform !== 'linux' && !isMainThread) return;
  try {
    setPriority(0, NICE[priority]);
  } catch {
    // started with an even lower priority, which is as good
  }
  const number = process.platform === 'linux' ? IOPRIO_SET[process.arch] : undefined;
  if (number !== undefined) fromCLibrary('long syscall(long number, int which, int who, int priority)')?.(number, WHO_PROCESS, 0, DRIVES[priority]);
}
