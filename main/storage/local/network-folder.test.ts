/** Local disks are not remote; folders that are not there yet are judged by where they will be. */
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { isNetworkFolder } from './network-folder.ts';

it('takes a folder of this machine for local, there or not', () => {
  expect(isNetworkFolder(tmpdir())).toBe(false);
  expect(isNetworkFolder('/not/there/at/all')).toBe(false);
});
