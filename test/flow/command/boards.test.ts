/** Boards through the real command line: consent, ports in use, restores that are cut off. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyByte } from '../../contract/board.ts';
import { startBoard, type TestBoard, type TestBoardOptions } from '../../fixture/board/board.ts';
import { Desk, lastJson } from '../../fixture/cli/desk.ts';

async function desk(options: TestBoardOptions): Promise<{ desk: Desk; board: TestBoard }> {
  const board = await startBoard(options);
  const at = new Desk();
  onTestFinished(async () => {
    await board[Symbol.asyncDispose]();
    at[Symbol.dispose]();
  });
  return { desk: at, board };
}

const BUSY = 'import time\nopen("/runs", "a").write("x")\nwhile True:\n    time.sleep_ms(5)\n';

describe('a board that runs a program', () => {
  it('is left alone without a yes, and goes on afterwards with one', async () => {
    const { desk: it, board } = await desk({ files: { 'main.py': BUSY } });
    const refused = await it.expect(1, ['device', 'backup', board.port, '--json']);
    expect(lastJson(refused.stderr)).toMatchObject({ kind: 'busy', message: expect.stringContaining('A program runs'), advice: expect.stringContaining('--interrupt') });
    expect(board.files()['runs']).toBe('x');
    await it.expect(0, ['device', 'backup', board.port, '--interrupt']);
    await expect.poll(() => board.files()['runs']).toBe('xx');
  });

  it('is started on request, though none ran', async () => {
    const { desk: it, board } = await desk({ files: { 'main.py': 'open("/runs", "a").write("x")\n' } });
    await it.expect(0, ['device', 'backup', board.port, '--restart']);
    await expect.poll(() => board.files()['runs']).toBe('xx');
  });
});

describe('a port', () => {
  it('that is not there is said', async () => {
    const { desk: it } = await desk({});
    for (const [args, says] of [[['info', '/dev/no-such-port'], /There is no port \/dev\/no-such-port/], [['info', 'nobody'], /No board "nobody" is known/]] as const) {
      expect((await it.expect(1, ['device', ...args])).stderr).toMatch(says);
    }
  });

  it('that another program holds is waited for', async () => {
    const { desk: it, board } = await desk({ files: { a: everyByte(120_000) }, baud: 115_200 });
    const first = it.start(['device', 'backup', board.port, '--json', '--type', 'full']);
    await first.child.says((said) => said.includes('backing up'));
    const refused = await it.expect(1, ['device', 'info', board.port]);
    expect(refused.stderr).toMatch(/uses the port/);
    const second = it.expect(0, ['device', 'info', board.port, '--wait', '60']);
    expect((await first.ended).code).toBe(0);
    await second;
  });
});

describe('a restore that is cut off', () => {
  it.each(['SIGINT', 'power'] as const)('is taken back: %s', async (cut) => {
    const { desk: it, board } = await desk({ files: { 'main.py': 'print(1)\n', 'big.bin': randomBytes(30_000) }, baud: 115_200 });
    await it.expect(0, ['device', 'backup', board.port]);
    await board.unplug();
    for (const [path, content] of Object.entries({ 'main.py': 'print(3)\n', 'more.txt': 'more', 'big.bin': randomBytes(20_000) })) board.put(path, content);
    const before = board.files();
    await board.plugIn();
    const restoring = it.start(['device', 'restore', board.port, 'latest', '--delete', '--yes', '--json', '-vv']);
    await restoring.child.says((said) => said.includes('"deleted"'));
    if (cut === 'SIGINT') restoring.child.signal('SIGINT');
    else await board.unplug();
    const { code, stderr } = await restoring.ended;
    expect([cut, code]).toEqual([cut, cut === 'SIGINT' ? 130 : 1]);
    if (cut === 'power') {
      expect(stderr).toMatch(/taken back as soon as the board can be reached again/);
      await board.plugIn();
      expect(await it.ok('device', 'info', board.port)).toMatch(/Unfinished +a restore was cut off/);
      await it.expect(0, ['device', 'backup', board.port, '--dry-run']);
    }
    expect(board.files()).toEqual(before);
  });
});
