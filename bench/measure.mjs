/** Runs a program and measures it from outside: wall time, CPU seconds and peak memory of the whole process tree. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks at the process tree. */
const LOOK = 10;

/**
 * @param command program and arguments.
 * @returns {Promise<{seconds: number, peakMib: number, code: number, stdout: string, stderr: string}>}
 */
export function measure(command, { env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command[0], command.slice(1), { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (bytes) => (said.stdout += bytes));
    child.stderr.on('data', (bytes) => (said.stderr += bytes));
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, treeMemory(child.pid))), LOOK);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ seconds: (performance.now() - start) / 1000, peakMib: peak / 1024, code, ...said });
    });
  });
}

/** Resident KiB of a process and all below it. */
function treeMemory(root) {
  const parents = new Map();
  const resident = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(Number(pid), Number(/^PPid:\s+(\d+)/m.exec(status)[1]));
      resident.set(Number(pid), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // it ended between the listing and the look
    }
  }
  const below = (pid) => pid === root || (parents.has(pid) && parents.get(pid) !== 0 && below(parents.get(pid)));
  return [...resident].reduce((sum, [pid, kib]) => (below(pid) ? sum + kib : sum), 0);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
