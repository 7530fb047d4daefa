/** Files of the previous snapshot get a second name: below the snapshot's folder, which is never made. */
import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { rawFromText } from '../../../entry/name.ts';
import { linkFiles } from './link-files.ts';
import { MadeFolders } from './made-folders.ts';
import type { Result } from './protocol.ts';

/** A file right in the snapshot's folder, and one below it. */
function linked(isThere: boolean): { result: Result; from: string; to: string } {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-link-files-')));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const [from, to] = [join(place, 'from'), join(place, 'to')];
  mkdirSync(join(from, 'sub'), { recursive: true });
  for (const name of ['a', 'sub/b']) writeFileSync(join(from, name), name);
  if (isThere) mkdirSync(to);
  const mtimes = BigInt64Array.from(['a', 'sub/b'], (name) => lstatSync(join(from, name), { bigint: true }).mtimeNs);
  const files = { type: 'link', from: rawFromText(from), to: rawFromText(to), folders: '\0sub', counts: Uint32Array.of(1, 1), names: 'a\0b', sizes: Float64Array.of(1, 5), mtimes } as const;
  return { result: linkFiles(files, new MadeFolders(), () => undefined), from, to };
}

it('files are linked right in the folder of the snapshot and below it', () => {
  const { result, from, to } = linked(true);
  expect(result).toEqual({ type: 'linked', failed: [] });
  for (const name of ['a', 'sub/b']) expect(lstatSync(join(to, name)).ino).toBe(lstatSync(join(from, name)).ino);
});

it('a snapshot whose folder is gone with its drive is not made again elsewhere', () => {
  const { result, to } = linked(false);
  expect(result).toMatchObject({ type: 'linked', failed: [{ file: 0, error: { code: 'ENOENT' } }, { file: 1, error: { code: 'ENOENT' } }] });
  expect(existsSync(to)).toBe(false);
});
