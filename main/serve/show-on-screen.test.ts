/** Opening things on the screen, with an opener of the test's own. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { isLinux } from '../base/platform.ts';
import { hasScreen, openOnScreen, screenOf } from './show-on-screen.ts';

const path = process.env['PATH'];
let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'holdfast-screen-'))));
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** An opener that notes what it is given, and ends with this code. */
function opener(code: number): void {
  const program = join(folder, 'xdg-open');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/opened'\nexit ${code}\n`);
  chmodSync(program, 0o755);
  process.env['PATH'] = `${folder}${delimiter}${path}`;
}
const openedTargets = (): string => readFileSync(join(folder, 'opened'), 'utf8').trimEnd();
const screen = screenOf(readEnv({ DISPLAY: ':0' }));

describe.runIf(isLinux)('the screen', () => {
  it('is there with a display only', () => {
    expect([hasScreen(readEnv({})), hasScreen(readEnv({ DISPLAY: ':0' })), hasScreen(readEnv({ WAYLAND_DISPLAY: 'wayland-0' }))]).toEqual([false, true, true]);
    expect(screenOf(readEnv({}))).toEqual({});
    expect(screen.pickFolder).toBeUndefined();
  });

  it('gets addresses as they are: no shell reads them', async () => {
    opener(0);
    await openOnScreen(`http://127.0.0.1:1/?token=a$(touch ${folder}/x)&b`);
    expect(openedTargets()).toBe(`http://127.0.0.1:1/?token=a$(touch ${folder}/x)&b`);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('shows a folder itself, and of a file the folder it lies in', async () => {
    opener(0);
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'cat.png'), '');
    await screen.reveal?.(join(folder, 'photos'));
    expect(openedTargets()).toBe(join(folder, 'photos'));
    await screen.reveal?.(join(folder, 'photos', 'cat.png'));
    expect(openedTargets()).toBe(join(folder, 'photos'));
  });

  it('says so when what should be shown is not there', async () => {
    opener(0);
    await expect(screen.reveal?.(join(folder, 'gone'))).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining('gone') });
    expect(existsSync(join(folder, 'opened'))).toBe(false);
  });

  it('says so when the opener fails, or there is none', async () => {
    opener(3);
    await expect(openOnScreen('http://127.0.0.1/')).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('xdg-open ended with 3') });
    process.env['PATH'] = join(folder, 'empty');
    await expect(openOnScreen('http://127.0.0.1/')).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('could not be started') });
  });
});
