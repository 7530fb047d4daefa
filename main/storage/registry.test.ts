/** Opening storages by address: folders open, everything else is refused with the way out. */
import { describe, expect, it } from 'vitest';
import { openStorage } from './registry.ts';

const around = { cwd: '/here', home: '/home/ada' };

describe('openStorage', () => {
  it.each([
    ['~/backup', '/home/ada/backup'],
    ['backup', '/here/backup'],
    ['file:///mnt/drive', '/mnt/drive'],
  ])('opens the folder %s', async (text, address) => {
    const storage = await openStorage(text, around);
    expect([storage.kind, storage.address]).toEqual(['local', address]);
    await storage.close();
  });

  it.each([
    ['sftp://ada:secret@server/x', 'sftp'],
    ['s3://bucket/x', 's3'],
    ['webdavs://ada:secret@cloud/x', 'webdav'],
    ['rest:https://ada:secret@host/', 'rest'],
    ['rclone:drive:x', 'rclone'],
  ])('recognises %s and says what to use instead', async (text, kind) => {
    await expect(openStorage(text, around)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.not.stringContaining('secret'),
      advice: expect.stringContaining('path of a folder'),
      context: { kind, address: expect.not.stringContaining('secret') },
    });
  });

  it('refuses what is no address', async () => {
    await expect(openStorage('', around)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
