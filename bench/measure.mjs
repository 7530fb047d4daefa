/** Runs a program and measures it from outside: wall time, CPU seconds and peak memory of the whole process tree. Linux. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at the process tree. */
const LOOK = 10;
/** bash waits for the program and writes what it and all it waited for took, in seconds of user and system time, to descriptor 3. */
const TIMED = 'TIMEFORMAT="%3U %3S"; { time "$@" 2>&4; } 4>&2 2>&3';

/**
 * @param {string[]} command program and arguments.
 * @param {{env?: object, cwd?: string, memory?: boolean}} options memory: false: no look at it, which takes time from what is measured.
 * @returns {Promise<{seconds: number, cpu: number, peakMib: number, code: number, stdout: string, stderr: string}>}
 *   cpu: seconds of all processors together. peakMib: the largest sum of the resident memory of the program and all below it.
 */
export function measure(command, { env = {}, cwd, memory = true } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn('bash', ['-c', TIMED, 'bash', ...command], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const said = ['', '', ''];
    child.stdio.slice(1).forEach((stream, at) => stream.setEncoding('utf8').on('data', (text) => (said[at] += text)));
    let peak = 0;
    const timer = memory ? setInterval(() => (peak = Math.max(peak, memoryBelow(child.pid))), LOOK) : undefined;
    child.on('error', (error) => (clearInterval(timer), reject(error)));
    child.on('close', (code) => {
      clearInterval(timer);
      const [stdout, stderr, times] = said;
      const cpu = times.trim().split(/\s+/).slice(-2).reduce((sum, time) => sum + Number(time), 0);
      resolve({ seconds: (performance.now() - start) / 1000, cpu, peakMib: peak / 1024, code, stdout, stderr });
    });
  });
}

/** As `measure`, for what must succeed. @throws Error with what it said. */
export async function must(command, options) {
  const result = await measure(command, options);
  if (result.code !== 0) throw new Error(`${command.join(' ')}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
  return result;
}

/** KiB of all processes below one; of a single process the kernel's own high-water mark, so that no peak falls between two looks. */
function memoryBelow(root) {
  const sizes = childrenOf(root).flatMap(function all(pid) {
    return [statusOf(pid), ...childrenOf(pid).flatMap(all)];
  });
  if (sizes.length === 1) return sizes[0].highest;
  return sizes.reduce((sum, { now }) => sum + now, 0);
}

function childrenOf(pid) {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter((child) => child !== '').map(Number);
}

function statusOf(pid) {
  const status = read(`/proc/${pid}/status`);
  const of = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { now: of('VmRSS'), highest: of('VmHWM') };
}

/** Nothing when the process has ended since it was listed. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
