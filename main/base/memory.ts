/** Keeps the process small. Called when work begins that may take long; short commands are faster without. */
import { setFlagsFromString } from 'node:v8';
import { fromCLibrary } from './c-library.ts';

/**
 * Left to itself, V8 lets the part of the heap where objects are born grow to 64 MB and never shrinks it, and lets the rest double before it
 * looks for what is dead, though nearly everything a backup makes is dead within milliseconds. So the first keeps the size it starts with and
 * the rest grows by half: as fast, and 50 MB smaller. Both are read whenever something would grow, so V8 may be running already; they hold for
 * workers too. From then on every module of Node's own that is loaded is compiled anew, 20 ms for all of them: so not before they are needed.
 */
export function stayLean(): void {
  if (lean) return;
  lean = true;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}

let lean = false;

/** From `malloc.h` of the GNU C library. */
const [M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX] = [-1, -3, -8];
/** Bytes. What is larger comes from the system by itself, and goes back when it is freed. */
const LARGE = 128 * 1024;

let asked = false;

/**
 * Has the C library give back what is freed. Left to itself, it learns from large buffers that come and go to keep them, up to 32 MiB each, in as
 * many heaps as there are threads: 40 MB of a backup are such leftovers. To be called before the threads that work are started; other C libraries do
 * well without.
 */
export function giveBackFreed(): void {
  if (asked || process.platform !== 'linux') return;
  asked = true;
  const set = fromCLibrary('int mallopt(int what, int value)');
  set?.(M_MMAP_THRESHOLD, LARGE);
  set?.(M_TRIM_THRESHOLD, LARGE);
  set?.(M_ARENA_MAX, 2);
}
