/** The mirror keeps the promises of every store. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeContract, type StoreFixture } from '../../../test/contract/store.ts';
import { filesBelow, makeMirror, openMirror } from '../../../test/fixture/mirror/make-mirror.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-mirror-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let number = 0;

async function fixture(): Promise<StoreFixture> {
  const root = join(scratch, String(number++));
  return { store: await makeMirror(root), second: () => openMirror(root), damage: async () => filesBelow(root).filter((path) => path.endsWith('/big')).forEach(flip) };
}

/** A flipped bit in the middle, which no time or size tells of. */
function flip(path: string): void {
  const fd = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, 1000);
  byte[0]! ^= 1;
  writeSync(fd, byte, 0, 1, 1000);
  closeSync(fd);
}

storeContract('mirror', fixture);
