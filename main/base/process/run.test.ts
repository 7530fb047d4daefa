/** Running other programs: output, failure, stopping. The programs are one-liners of the runtime itself. */
import { existsSync, mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runCommand } from './run.ts';
import { Tail } from './tail.ts';

const live = () => ({ signal: new AbortController().signal });
const js = (code: string): [string, ...string[]] => [process.execPath, '-e', code];

describe('runCommand', () => {
  it('gives back what a program prints, byte for byte', async () => {
    const { stdout } = await runCommand(js('process.stdout.write(Buffer.from([0, 255, 10]))'), live());
    expect([...stdout]).toEqual([0, 255, 10]);
  });

  it('passes arguments as they are, without a shell', async () => {
    const { stdout } = await runCommand([process.execPath, '-p', 'process.argv[1]', '$HOME "a  b" `x`'], live());
    expect(stdout.toString()).toBe('$HOME "a  b" `x`\n');
  });

  it('hands over the input', async () => {
    const { stdout } = await runCommand(js('process.stdin.pipe(process.stdout)'), { ...live(), input: 'hello' });
    expect(stdout.toString()).toBe('hello');
  });

  it('does not mind a program that never reads its input', async () => {
    const { stdout } = await runCommand(js('process.stdout.write("done")'), { ...live(), input: Buffer.alloc(1 << 20) });
    expect(stdout.toString()).toBe('done');
  });

  it('says how a program failed, with its last words and without its arguments', async () => {
    const failing = runCommand(js('console.error("no such database"); process.exit(3) // hunter2'), live());
    await expect(failing).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(/exit code 3: no such database\.$/) });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });

  it('names a program that is not there', async () => {
    await expect(runCommand(['no-such-program-here'], live())).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining('no-such-program-here') });
  });

  it('starts nothing when it is cancelled already', async () => {
    await expect(runCommand(['no-such-program-here'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends a program that ignores the polite request', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'holdfast-run-'));
    const up = join(folder.path, 'up');
    const cancel = new AbortController();
    const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); fs.writeFileSync(process.argv[1], "")';
    const running = runCommand([process.execPath, '-e', stubborn, up], { signal: cancel.signal, graceMs: 10 });
    await vi.waitFor(() => expect(existsSync(up)).toBe(true), { timeout: 10_000, interval: 10 });
    cancel.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('stops a program at its deadline', async () => {
    await expect(runCommand(js('setInterval(() => {}, 1000)'), { ...live(), deadlineMs: 50 })).rejects.toMatchObject({ kind: 'offline' });
  });

  it('stops a program that prints without end', async () => {
    const endless = js('const more = () => process.stdout.write("y".repeat(65536), more); more()');
    await expect(runCommand(endless, { ...live(), maxOutput: 100_000 })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('Tail', () => {
  it('keeps the end and counts the rest', () => {
    const tail = new Tail(5);
    for (const part of ['abc', 'def', 'gh']) tail.add(Buffer.from(part));
    expect([tail.text(), tail.seen]).toEqual(['defgh', 8]);
  });
});
