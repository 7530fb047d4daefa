/** The files of one link: written under passing names with their checksums taken on the way, opened to be read. */
import { createHash, type Hash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystemOf } from '../../drive/volumes.ts';
import { syncFolder } from '../../storage/local/durable.ts';
import type { Call } from '../../base/call.ts';
import { Fault } from '../../base/fault.ts';
import { AgeSink, type AgeEncryption } from './container/age/age-sink.ts';
import { AgeSource } from './container/age/age-source.ts';
import { FileSink, type ClosableSink } from './container/bytes/file-sink.ts';
import type { ClosableSource } from './container/bytes/file-source.ts';
import { FAT_VOLUME, volumeName, VolumeSink, VolumeSource } from './container/bytes/volumes.ts';
import type { ContainerReader, ContainerWriter } from './container/container.ts';
import { createContainer, openContainer } from './container/open-container.ts';
import type { SnapshotRequest } from '../store.ts';
import type { ArchiveSettings } from './folder.ts';
import { endingOf, PARTIAL } from './layout.ts';
import { TAIL, type Link, type LinkFile } from './manifest/link.ts';
import { WORK_FACTOR, type SealSettings } from './seal.ts';

/** Takes the checksums of what goes to a file. */
class CheckedSink implements ClosableSink {
  readonly #sink: ClosableSink;
  readonly #digest: Hash = createHash('sha256');
  /** The last bytes, and some before them. */
  #last: Uint8Array[] = [];
  #lastSize = 0;

  constructor(sink: ClosableSink) {
    this.#sink = sink;
  }

  get position(): number {
    return this.#sink.position;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    this.#last.push(new Uint8Array(bytes.subarray(-TAIL)));
    this.#lastSize += Math.min(TAIL, bytes.length);
    while (this.#lastSize - this.#last[0]!.length >= TAIL) this.#lastSize -= this.#last.shift()!.length;
    return this.#sink.write(bytes);
  }

  close(): Promise<void> {
    return this.#sink.close();
  }

  abandon(): Promise<void> {
    return this.#sink.abandon();
  }

  /** Once nothing more comes. */
  sums(name: string): LinkFile {
    const tail = Buffer.concat(this.#last).subarray(-TAIL);
    return { name, size: this.position, sha256: this.#digest.digest('hex'), tail: createHash('sha256').update(tail).digest('hex') };
  }
}

/** What decides how a link's files look. */
export interface OutputOptions {
  settings: ArchiveSettings;
  /** Passphrase; null where none is needed to write. */
  secret: string | null;
  /** What the system calls the file system a folder lies on; null: it does not tell. */
  fileSystem?: (folder: string) => string | null;
  /** Of whoever asked: how hard to work, and how many files to read at once. */
  manner?: Pick<SnapshotRequest, 'effort' | 'readConcurrency'>;
}

/** A link's files being written. */
export class LinkOutput {
  readonly container: ContainerWriter;
  readonly #root: string;
  /** Without the number of a volume. */
  readonly #name: string;
  readonly #sink: ClosableSink;
  readonly #parts: Parts;

  private constructor(root: string, name: string, sink: ClosableSink, parts: Parts, container: ContainerWriter) {
    this.#root = root;
    this.#name = name;
    this.#sink = sink;
    this.#parts = parts;
    this.container = container;
  }

  static async create(root: string, link: string, options: OutputOptions): Promise<LinkOutput> {
    const { container, compression, encryption } = options.settings;
    const name = link + endingOf(container, compression, encryption !== null);
    const parts = await Parts.create(join(root, name), volumeSizeAt(root, options));
    try {
      const sink = encryption === null ? parts.sink : await AgeSink.create(parts.sink, encryptionOf(encryption, options.secret), { workFactor: WORK_FACTOR });
      return new LinkOutput(root, name, sink, parts, createContainer(sink, { kind: container, compression, effort: options.manner?.effort, readers: options.manner?.readConcurrency }));
    } catch (error) {
      await parts.abandon();
      throw error;
    }
  }

  /** Bytes of the container so far. */
  get position(): number {
    return this.#sink.position;
  }

  /** Ends the container and flushes it. The files still have their passing names. */
  async finish(extra: Parameters<ContainerWriter['finish']>[0], call: Call): Promise<LinkFile[]> {
    await this.container.finish(extra, call);
    await this.#sink.close();
    return this.#parts.files(this.#name);
  }

  /** Gives the files their names. */
  async settle(files: readonly LinkFile[]): Promise<void> {
    for (const [at, { name }] of files.entries()) await rename(this.#parts.paths[at]!, join(this.#root, name));
    await syncFolder(this.#root);
  }

  /** Gives up and takes away what was written. Never throws: what stays, the next run removes. */
  async abandon(): Promise<void> {
    await this.container.abandon();
    await this.#parts.abandon();
  }
}

/** The file, or the volumes, as they are written. */
class Parts {
  readonly sink: ClosableSink;
  /** Where they are while they are written. */
  readonly paths: string[];
  readonly #sinks: CheckedSink[];

  private constructor(sink: ClosableSink, paths: string[], sinks: CheckedSink[]) {
    this.sink = sink;
    this.paths = paths;
    this.#sinks = sinks;
  }

  static async create(path: string, volumeSize: number | null): Promise<Parts> {
    const [paths, sinks]: [string[], CheckedSink[]] = [[], []];
    const open = async (name: string): Promise<CheckedSink> => {
      const sink = new CheckedSink(await FileSink.create(name + PARTIAL));
      paths.push(name + PARTIAL);
      sinks.push(sink);
      return sink;
    };
    const sink = volumeSize === null ? await open(path) : new VolumeSink((number) => open(volumeName(path, number)), volumeSize);
    return new Parts(sink, paths, sinks);
  }

  /** What fits into one file needs no number. */
  files(name: string): LinkFile[] {
    return this.#sinks.map((sink, at) => sink.sums(this.#sinks.length === 1 ? name : volumeName(name, at + 1)));
  }

  async abandon(): Promise<void> {
    await this.sink.abandon();
    for (const path of this.paths) await rm(path, { force: true }).catch(() => undefined); // the reason for giving up is what is told; the next run sweeps what stays
  }
}

/** Bytes a file may have; null: any number. FAT ends at 4 GiB; what calls itself exFAT may be read by devices that do, too. */
export function volumeSizeAt(root: string, { settings, fileSystem = fileSystemOf }: OutputOptions): number | null {
  if (settings.volumeSize !== null) return settings.volumeSize;
  return /fat|msdos/i.test(fileSystem(realpathSync(root)) ?? '') ? FAT_VOLUME : null;
}

function encryptionOf({ recipients }: SealSettings, secret: string | null): AgeEncryption {
  if (recipients.length > 0) return { recipients };
  if (secret === null) throw new Fault('wrong-password', 'The archives are under a passphrase, and none was given.');
  return { passphrase: secret };
}

/** A link's container, open. */
export interface OpenLink {
  reader: ContainerReader;
  close(): Promise<void>;
}

/** @param secret passphrase or identity. @throws Fault `missing` naming a file that is not there, `damaged`, `wrong-password`. */
export async function openLink(root: string, { files, encrypted }: Link, secret: string | null, call: Pick<Call, 'signal'>): Promise<OpenLink> {
  let source: ClosableSource = await VolumeSource.open(files.map(({ name, size }) => ({ path: join(root, name), size })));
  try {
    if (encrypted) source = await AgeSource.open(source, secret ?? '', call);
    const { reader } = await openContainer(source, call);
    return { reader, close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}
