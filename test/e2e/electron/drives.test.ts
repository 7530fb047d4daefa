/** A drive is plugged in while nobody looks at the window. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pluggable, ZramDrive } from '../../fixture/drive/zram.ts';
import { scratch } from '../../fixture/cli/scratch.ts';
import { startApp, until } from './stage/desktop.ts';

let drive: ZramDrive | null = null;
afterEach(async () => {
  await drive?.pull();
  drive = null;
});

describe.runIf(pluggable)('a drive that is plugged in (a device of the kernel: making one takes root)', () => {
  it('is asked about by a notification when the window is hidden, and a click shows the window', async () => {
    const folder = scratch();
    const { app } = await startApp({}, folder);
    await app.minimize();
    drive = new ZramDrive('64M').format('mkfs.ext4', '-q', '-L', 'HOLIDAYS').mount(join(folder, 'mnt'));
    await until(() => app.notified.includes('Use HOLIDAYS for backups?'));
    await app.clickNotification();
    await until(async () => (await app.windows())[0]?.focused === true);
    expect(await app.windows()).toMatchObject([{ minimized: false }]);
  });
});
