/** The files of one board on their way to another: read once, into a folder of this computer. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Call } from '../../base/call.ts';
import { rawFromText, showName, toBytes } from '../../entry/name.ts';
import type { Content, RawPath } from '../../entry/entry.ts';
import type { Source } from '../../source/source.ts';
import { pathMap, type Mapping } from '../path-map.ts';
import type { Scope, Wanted, WantedEntry } from './wanted.ts';

/** @param spool an empty folder; the wanted entries read from it as long as it is there. */
export async function spooled(source: Source, map: readonly Mapping[], spool: string, call: Call): Promise<Wanted> {
  const mapped = pathMap(map);
  const target = (path: RawPath): string => posix.join('/', toBytes(mapped(path)).toString('utf8'));
  const entries: WantedEntry[] = [];
  const scopes: Scope[] = [{ path: target(rawFromText('/')), covers: () => true }];
  for await (const batch of source.walk(call)) {
    for (const item of batch) {
      if (item.type === 'leave') continue;
      const { entry, path } = item;
      const common = { path: target(path), mtime: Number(entry.mtime / 1_000_000_000n) };
      if (item.type === 'enter') {
        entries.push({ ...common, type: 'dir', size: 0, read: nothing });
        scopes.push({ path: common.path, covers: () => true });
        continue;
      }
      if (entry.type !== 'file' || item.content === null) continue;
      call.progress.current = showName(path);
      const file = join(spool, String(entries.length));
      const size = await fill(file, item.content, call);
      call.progress.done.files++;
      entries.push({ ...common, type: 'file', size, read: () => createReadStream(file) as AsyncIterable<Uint8Array> });
    }
  }
  return { entries, scopes };
}

async function fill(path: string, content: Content, call: Call): Promise<number> {
  await using file = await open(path, 'wx', 0o600);
  let size = 0;
  if (content.type === 'stream') {
    for await (const bytes of content.open(call)) {
      await file.write(bytes);
      size += bytes.length;
      call.progress.done.bytes += bytes.length;
    }
  }
  return size;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
