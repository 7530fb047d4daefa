/** Tests of priority.ts, in processes of their own: there is no way back. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const PLACE = new URL('./priority.ts', import.meta.url).href;

/** Runs code that steps back, and then asks the system what became of it. */
function told(code: string, program: string, args: readonly string[]): string {
  const script = `import { stepBack } from '${PLACE}'; import { execFileSync } from 'node:child_process'; ${code}
    process.stdout.write(execFileSync('${program}', ${JSON.stringify(args)}.map((arg) => arg.replace('PID', process.pid)), { encoding: 'utf8' }));`;
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' });
}

describe.runIf(process.platform === 'linux')('stepping back', () => {
  it.each([['low', '10'], ['idle', '19']])('%s: the processor comes at nice %s', (priority, nice) => {
    expect(told(`stepBack('${priority}');`, 'ps', ['-o', 'ni=', '-p', 'PID']).trim()).toBe(nice);
  });

  it.each([['low', 'best-effort: prio 7'], ['idle', 'idle']])('%s: the drives come as %s', (priority, word) => {
    expect(told(`stepBack('${priority}');`, 'ionice', ['-p', 'PID']).trim()).toBe(word);
  });

  it('is inherited by threads that are started later', () => {
    const code = `stepBack('idle'); const { Worker } = await import('node:worker_threads');
      const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
      await new Promise((resolve) => worker.on('online', resolve));
      worker.unref();`;
    const threads = told(code, 'ps', ['-L', '-o', 'ni=,comm=', '-p', 'PID']).trim().split('\n').map((line) => line.trim().split(/\s+/));
    expect(threads.at(-1)?.[0]).toBe('19');
  });
});
