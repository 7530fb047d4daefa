/** One stream of bytes in several files of a fixed size: `NAME.001`, `NAME.002` … After one another (`cat NAME.*`) they are the file itself. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Call } from '../../../../base/call.ts';
import { Fault, toFault } from '../../../../base/fault.ts';
import type { ClosableSink } from './file-sink.ts';
import { FileSource } from './file-source.ts';
import type { ClosableSource } from './file-source.ts';

/** FAT holds files of up to 4 GiB less one byte; a little less for tools that count in whole megabytes. */
export const FAT_VOLUME = 4095 * 1024 * 1024;

/** @param number from 1. */
export const volumeName = (name: string, number: number): string => `${name}.${String(number).padStart(3, '0')}`;

/** The name without the number, and the number; null for what is no volume. */
export function volumeOf(name: string): { name: string; number: number } | null {
  const [, base, digits] = /^(.+)\.(\d{3,})$/.exec(name) ?? [];
  return base === undefined || Number(digits) === 0 ? null : { name: base, number: Number(digits) };
}

export class VolumeSink implements ClosableSink {
  readonly #open: (number: number) => Promise<ClosableSink>;
  readonly #size: number;
  readonly #volumes: ClosableSink[] = [];
  #closed = 0;
  #position = 0;

  /** @param open makes the file of a number, from 1. @param size bytes of every volume but the last. */
  constructor(open: (number: number) => Promise<ClosableSink>, size: number) {
    if (!Number.isSafeInteger(size) || size < 1) throw new Fault('invalid', `Volumes cannot have a size of ${size} bytes.`);
    this.#open = open;
    this.#size = size;
  }

  get position(): number {
    return this.#position;
  }

  /** Volumes begun so far. */
  get count(): number {
    return this.#volumes.length;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const volume = await this.#current();
      const part = rest.subarray(0, this.#size - volume.position);
      await volume.write(part);
      this.#position += part.length;
      rest = rest.subarray(part.length);
    }
  }

  async close(): Promise<void> {
    if (this.#volumes.length === 0) await this.#next();
    await this.#closeLast();
  }

  async abandon(): Promise<void> {
    for (const volume of this.#volumes.slice(this.#closed)) await volume.abandon();
  }

  async #current(): Promise<ClosableSink> {
    const last = this.#volumes.at(-1);
    if (last !== undefined && last.position < this.#size) return last;
    if (last !== undefined) await this.#closeLast();
    return this.#next();
  }

  async #next(): Promise<ClosableSink> {
    const volume = await this.#open(this.#volumes.length + 1);
    this.#volumes.push(volume);
    return volume;
  }

  async #closeLast(): Promise<void> {
    await this.#volumes[this.#closed]?.close();
    this.#closed = this.#volumes.length;
  }
}

/** What is known of a volume before it is opened. */
export interface VolumeFile {
  path: string;
  /** Bytes it must have; absent: nobody told. */
  size?: number;
}

export class VolumeSource implements ClosableSource {
  readonly size: number;
  readonly #volumes: readonly ClosableSource[];

  private constructor(volumes: readonly ClosableSource[]) {
    this.#volumes = volumes;
    this.size = volumes.reduce((total, { size }) => total + size, 0);
  }

  /** In order. @throws Fault `missing` or `damaged` naming the volume that is not there or not whole. */
  static async open(files: readonly VolumeFile[]): Promise<VolumeSource> {
    const opened: ClosableSource[] = [];
    try {
      for (const file of files) opened.push(await openVolume(file));
      assertFull(files, opened);
      return new VolumeSource(opened);
    } catch (error) {
      await Promise.all(opened.map((volume) => volume.close()));
      throw error;
    }
  }

  async *read(start: number, end: number, call: Pick<Call, 'signal'>): AsyncGenerator<Uint8Array> {
    if (end > this.size) throw new Fault('damaged', `The volumes have ${this.size} bytes together, ${end - this.size} fewer than they should.`);
    let before = 0;
    for (const volume of this.#volumes) {
      const [from, to] = [Math.max(start - before, 0), Math.min(end - before, volume.size)];
      if (from < to) yield* volume.read(from, to, call);
      before += volume.size;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#volumes.map((volume) => volume.close()));
  }
}

async function openVolume({ path, size }: VolumeFile): Promise<ClosableSource> {
  const source = await FileSource.open(path).catch((error: unknown) => {
    const fault = toFault(error, `The volume "${basename(path)}" cannot be opened`, { path });
    if (fault.kind !== 'missing') throw fault;
    throw new Fault('missing', `The volume "${basename(path)}" is missing.`, {
      context: { path },
      cause: error,
      advice: 'All volumes of an archive have to lie in one folder: look for the missing one, and run it again.',
    });
  });
  if (size === undefined || source.size === size) return source;
  await source.close();
  throw uneven(path, source.size, size);
}

const uneven = (path: string, has: number, should: number): Fault =>
  new Fault('damaged', `The volume "${basename(path)}" has ${has} bytes in place of ${should}: it was cut off, or is another one.`, {
    context: { path },
  });

/** All but the last have one size. */
function assertFull(files: readonly VolumeFile[], volumes: readonly ClosableSource[]): void {
  const full = volumes[0]?.size ?? 0;
  for (const [at, { size }] of volumes.entries()) {
    const isLast = at === volumes.length - 1;
    if (isLast ? size > full : size !== full) throw uneven(files[at]!.path, size, full);
  }
}

/** All volumes that lie beside the first one. @throws Fault `missing` naming one that is not there though a later one is. */
export async function findVolumes(first: string): Promise<VolumeFile[]> {
  const name = volumeOf(basename(first))?.name;
  if (name === undefined) throw new Fault('invalid', `"${first}" is no volume: its name ends in no number.`, { context: { path: first } });
  const folder = dirname(first);
  const numbers = (
    await readdir(folder).catch((error: unknown) => {
      throw toFault(error, `"${folder}" cannot be read`, { path: folder });
    })
  )
    .map((entry) => volumeOf(entry))
    .flatMap((volume) => (volume?.name === name ? [volume.number] : []));
  const last = Math.max(1, ...numbers);
  return Array.from({ length: last }, (_, at) => ({ path: join(folder, volumeName(name, at + 1)) }));
}
