/** What every container promises, in every way its bytes can lie. A new promise is added here, never in a container's own test. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../main/base/call.ts';
import { Fault } from '../../main/base/fault.ts';
import { sha256Hex } from '../../main/base/ids.ts';
import type { Entry, RawPath } from '../../main/entry/entry.ts';
import { rawFromText } from '../../main/entry/name.ts';
import type { ByteSource, ContainerReader, Found } from '../../main/store/archive/container/container.ts';
import { createContainer, openContainer } from '../../main/store/archive/container/open-container.ts';
import type { NewContainer } from '../../main/store/archive/container/open-container.ts';
import { plainFile } from '../../main/store/archive/container/plain-entry.ts';
import { ChangedSource, CutSource, WatchedSource } from '../fixture/archive/bad-sources.ts';
import type { Layer } from '../fixture/archive/layers.ts';
import { readPlaced } from '../fixture/archive/pack-tree.ts';
import type { Packed } from '../fixture/archive/pack-tree.ts';
import { noise } from '../fixture/tree/hostile-tree.ts';

export interface ContainerCase extends NewContainer {
  /** What it can hold. */
  holds: readonly Entry['type'][];
  /** Whether names are any bytes, or text alone. */
  rawNames: boolean;
  /** Its own checksums find a changed byte of content. */
  isChecked: boolean;
  /** What its manifest must hold for its reader; absent: it needs none. */
  manifest?(packed: readonly Packed[]): { name: string; bytes: Uint8Array };
}

export interface Item {
  path: RawPath;
  entry: Entry;
  content: Uint8Array | null;
}

const TIME = 1_700_000_000_000_000_000n;
export const fileItem = (path: RawPath, content: Uint8Array, size = content.length): Item => ({
  path,
  entry: { ...plainFile(path.slice(path.lastIndexOf('/') + 1), size, TIME), mode: 0o640 },
  content,
});

const SPECIAL: Readonly<Record<string, Partial<Entry>>> = { symlink: { linkTarget: 'a/b' }, dev: { rdev: 0x12345n }, chardev: { rdev: 0x103n } };

/** One of each kind of name and size. */
function items({ holds, rawNames }: ContainerCase, layer: Layer): Item[] {
  const names = ['plain', 'a/b', 'é', '日本 語', "it's", 'x'.repeat(150), `${'deep/'.repeat(40)}end`].map(rawFromText);
  if (rawNames) names.push('\xff\xfe', `${'\xf0'.repeat(120)}/${'\xf1'.repeat(120)}`, 'new\nline', 'back\\slash', 'c:drive');
  const files = names.map((name, at) => fileItem(name, Buffer.from(`content ${at}`)));
  const sizes = [0, 1, 511, 512, 513, 70_000, 1 << 20, (1 << 20) + 1, ...(layer.isPlain ? [5_000_001] : [])].map((size) =>
    fileItem(`size-${size}-${size}`, noise(size)), // twice, so that no single changed byte makes one name of another
  );
  const others = holds
    .filter((type) => type !== 'file')
    .map((type): Item => {
      const entry = { ...plainFile(`a-${type}`, 0, TIME), mode: 0o751, ...SPECIAL[type], type };
      return { path: entry.name, entry, content: null };
    });
  return [...others, ...files, ...sizes];
}

const EXTRA = { name: '.own.json', bytes: Buffer.from('{"own":true}') };

export function containerContract(container: ContainerCase, layer: Layer): void {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-container-')));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const runs = layer.isPlain ? 60 : 15;
  let archives = 0;
  const fresh = (): string => join(scratch, `archive-${archives++}`);

  /** Writes them all to a new archive. */
  async function written(all: readonly Item[], path = fresh()): Promise<{ path: string; packed: Packed[] }> {
    const sink = await layer.sink(path);
    const writer = createContainer(sink, container);
    const packed: Packed[] = [];
    for (const { path: name, entry, content } of all) {
      packed.push({ path: name, entry, link: null, ...(await writer.add(entry, name, content === null ? null : [content], null, quietCall())) });
    }
    await writer.flush(quietCall());
    const { name, bytes } = container.manifest?.(packed) ?? EXTRA;
    await writer.finish([{ name, bytes: [bytes] }], quietCall());
    await sink.close();
    return { path, packed };
  }

  async function reading<T>(path: string, work: (reader: ContainerReader) => Promise<T>): Promise<T> {
    const source = await layer.source(path);
    try {
      return await work((await openContainer(source, quietCall())).reader);
    } finally {
      await source.close();
    }
  }

  describe(`container ${container.kind}, compression ${container.compression}, in ${layer.name}`, () => {
    it('gives back every entry and its content, and not its own files', async () => {
      const all = items(container, layer);
      const { path } = await written(all);
      const found = await reading(path, everything);
      expect(found.map(portrait).toSorted(byText)).toEqual(
        all.map(({ path: name, entry, content }) => portrait({ path: name, entry, content })).toSorted(byText),
      );
    });

    it('reads a file by its place, and nothing else of the archive', async () => {
      const { path, packed } = await written(items(container, layer));
      const source = await layer.source(path);
      const seen = new WatchedSource(source);
      const { reader } = await openContainer(seen, quietCall());
      for (const { entry, placed, size, sha256 } of packed) {
        if (entry.type !== 'file') continue;
        seen.ranges.length = 0;
        expect(sha256Hex(await readPlaced(reader, placed, size))).toBe(sha256);
        const now = reader.readNow?.(placed, size) ?? null;
        if (now !== null) expect(sha256Hex(now)).toBe(sha256);
        for (const [start, end] of seen.ranges) expect([start >= placed.offset, end <= placed.offset + placed.stored + 1024]).toEqual([true, true]);
      }
      await source.close();
    });

    it('gives its own files back', async () => {
      const { path, packed } = await written(items(container, layer).slice(0, 12));
      const own = container.manifest?.(packed) ?? EXTRA;
      const extra = await reading(path, (reader) => reader.extra(quietCall()));
      expect(extra?.find(({ name }) => name === own.name)?.bytes).toEqual(own.bytes);
    });

    it('lists what it streams', async () => {
      const { path } = await written(items(container, layer));
      const listed = await reading(path, (reader) => Array.fromAsync(reader.entries(quietCall())));
      const streamed = await reading(path, everything);
      expect(listed.map(({ path: name, entry }) => [name, entry])).toEqual(streamed.map(({ path: name, entry }) => [name, entry]));
    });

    it('holds nothing, too', async () => {
      const { path } = await written([]);
      expect(await reading(path, everything)).toEqual([]);
    });

    it('tells the size and hash of what it holds when a file is not as long as was said', async () => {
      const [small, large] = [Buffer.from('now longer than said'), noise(2_500_000)];
      const all = [
        fileItem('grown', small, 3),
        fileItem('shrunk', small, 900),
        fileItem('grown-large', large, 10),
        fileItem('shrunk-large', large, 3_000_000),
      ];
      const { path, packed } = await written(all);
      const found = await reading(path, everything);
      expect(found.map(({ content }) => [content?.length, sha256Hex(content ?? new Uint8Array(0))])).toEqual(
        packed.map(({ size, sha256 }) => [size, sha256]),
      );
      expect(packed.slice(0, 3).map(({ size }) => size)).toEqual([small.length, small.length, large.length]);
    });

    it('refuses what it cannot hold, and goes on', async () => {
      const sink = await layer.sink(fresh());
      const writer = createContainer(sink, container);
      const socket: Entry = { ...plainFile('socket', 0, TIME), type: 'socket' };
      await expect(writer.add(socket, 'socket', null, null, quietCall())).rejects.toMatchObject({
        kind: 'unsupported',
        message: expect.stringContaining('"socket"'),
      });
      const { path, entry } = fileItem('after', Buffer.from('x'));
      expect(await writer.add(entry, path, [Buffer.from('x')], null, quietCall())).toMatchObject({ size: 1 });
      await sink.abandon();
    });

    it('adds nothing once it is cancelled', async () => {
      const sink = await layer.sink(fresh());
      const before = sink.position;
      const writer = createContainer(sink, container);
      const { path, entry } = fileItem('x', noise(3_000_000));
      await expect(writer.add(entry, path, [noise(3_000_000)], null, quietCall(AbortSignal.abort()))).rejects.toThrow(/abort/i);
      expect(sink.position).toBe(before);
      await sink.abandon();
    });

    it('writes nothing more once it is given up', async () => {
      const sink = await layer.sink(fresh());
      const writer = createContainer(sink, container);
      for (let at = 0; at < 6; at++) {
        const { path, entry, content } = fileItem(`file-${at}`, noise(500_000));
        await writer.add(entry, path, [content!], null, quietCall());
      }
      await writer.abandon();
      const { position } = sink;
      await writer.flush(quietCall());
      expect(sink.position).toBe(position);
      await sink.abandon();
    });

    it('passes on what reading the content met', async () => {
      for (const size of [10, 3_000_000]) {
        const sink = await layer.sink(fresh());
        const writer = createContainer(sink, container);
        const broken = async function* (): AsyncGenerator<Uint8Array> {
          yield noise(size / 2);
          throw new Fault('offline', 'The drive is gone.');
        };
        await expect(writer.add(fileItem('x', new Uint8Array(0), size).entry, 'x', broken(), null, quietCall())).rejects.toThrow(
          'The drive is gone.',
        );
        await sink.abandon();
      }
    });

    it('finds that it was cut off, wherever', async () => {
      const { path } = await written([...items(container, layer).slice(0, 12), fileItem('large', noise(200_000))]);
      const source = await layer.source(path);
      const cutAt = fc.asyncProperty(fc.integer({ min: 0, max: source.size - trailing(container) }), async (size) => {
        const error = await everythingOf(new CutSource(source, size)).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(Fault);
        expect(['damaged', 'unsupported']).toContain((error as Fault).kind);
      });
      await fc.assert(cutAt, { numRuns: runs });
      await source.close();
    });

    it('never gives out changed content for the right one, and fails in no other way than with a Fault', async () => {
      const all = items(container, layer).slice(0, 12);
      const { path } = await written(all);
      const source = await layer.source(path);
      const hashes = new Map(all.map(({ path: name, content }) => [name, content === null ? null : sha256Hex(content)]));
      const changed = fc.asyncProperty(fc.integer({ min: 0, max: source.size - 1 }), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const found = await everythingOf(new ChangedSource(source, at, bits)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Fault);
          return [];
        });
        for (const { path: name, content } of found) {
          if (container.isChecked && content !== null && hashes.has(name)) expect(sha256Hex(content)).toBe(hashes.get(name));
        }
      });
      await fc.assert(changed, { numRuns: runs });
      await source.close();
    });
  });
}

/** What is after the last byte that matters. */
const trailing = ({ kind, compression }: ContainerCase): number => (kind === 'tar' ? (compression === 'none' ? 10_240 + 512 : 64) : 1);

type Whole = Pick<Found, 'path' | 'entry'> & { content: Uint8Array | null };

async function everything(reader: ContainerReader): Promise<Whole[]> {
  const found: Whole[] = [];
  for await (const { path, entry, content } of reader.stream(quietCall())) {
    found.push({ path, entry, content: content === null ? null : Buffer.concat(await Array.fromAsync(content)) });
  }
  return found;
}

const everythingOf = async (source: ByteSource): Promise<Whole[]> => everything((await openContainer(source, quietCall())).reader);

/** What of an entry every container keeps. */
const portrait = ({ path, entry, content }: Whole): Record<string, unknown> => ({
  path,
  type: entry.type,
  mtime: entry.mtime / 1_000_000_000n,
  target: entry.linkTarget,
  content: content === null ? null : sha256Hex(content),
});

const byText = (a: Record<string, unknown>, b: Record<string, unknown>): number => (String(a['path']) < String(b['path']) ? -1 : 1);
