/** What is no serial port, on the real system. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBoard } from '../../test/fixture/board/board.ts';
import { isLinux } from '../base/platform.ts';
import { refuseNoPort } from './no-port.ts';
import { openSerialLine } from './serial-line.ts';

function scratch(): string {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-no-port-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'file'), 'text');
  symlinkSync('/dev/null', join(root, 'link'));
  return root;
}

const { signal } = new AbortController();

describe.runIf(isLinux)('no serial port', () => {
  it.each(['/dev/null', '/dev/zero', '/dev/urandom', '/dev/tty', '/dev/ptmx', '/dev', '/etc/passwd', '/proc/self/mem'])('is %s', async (path) => {
    await expect(openSerialLine(path, 115_200, signal)).rejects.toMatchObject({ kind: 'invalid', message: `${path} is no serial port.` });
  });

  it('is a file, or a link to a device of another kind', async () => {
    const root = scratch();
    for (const name of ['file', 'link']) await expect(openSerialLine(join(root, name), 115_200, signal)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('is not what there is nothing of, nor a name of another system', async () => {
    expect(() => refuseNoPort('/dev/ttyNONE')).not.toThrow();
    expect(() => refuseNoPort('COM3', 'win32')).not.toThrow();
    await expect(openSerialLine('/dev/ttyNONE', 115_200, signal)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('is not a board, wherever a link to it lies', async () => {
    const board = await startBoard();
    onTestFinished(() => board[Symbol.asyncDispose]());
    const link = join(scratch(), 'board');
    symlinkSync(board.port, link);
    await (await openSerialLine(link, 115_200, signal)).close();
  });
});
