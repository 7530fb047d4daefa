/** The files of one link: written under passing names with their checksums taken on the way, opened to be read. */
import { createHash, type Hash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../storage/local/durable.ts';
import type { Call } from '../../base/call.ts';
import { FileSink, type ClosableSink } from './container/bytes/file-sink.ts';
import { FileSource, type ClosableSource } from './container/bytes/file-source.ts';
import type { ContainerReader, ContainerWriter } from './container/container.ts';
import { createContainer, openContainer } from './container/open-container.ts';
import type { ArchiveSettings } from './folder.ts';
import { endingOf, PARTIAL } from './layout.ts';
import { TAIL, type Link, type LinkFile } from './manifest/link.ts';

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
    this.#last.push(bytes.length > TAIL ? bytes.slice(-TAIL) : bytes.slice());
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

/** A link's files being written. */
export class LinkOutput {
  readonly container: ContainerWriter;
  readonly #root: string;
  readonly #name: string;
  readonly #sink: CheckedSink;

  private constructor(root: string, name: string, sink: CheckedSink, container: ContainerWriter) {
    this.#root = root;
    this.#name = name;
    this.#sink = sink;
    this.container = container;
  }

  static async create(root: string, link: string, settings: ArchiveSettings, _secret: string | null): Promise<LinkOutput> {
    const { container, compression, encryption } = settings;
    const name = link + endingOf(container, compression, encryption !== null);
    const sink = new CheckedSink(await FileSink.create(join(root, name) + PARTIAL));
    return new LinkOutput(root, name, sink, createContainer(sink, { kind: container, compression }));
  }

  get position(): number {
    return this.#sink.position;
  }

  /** Ends the container and flushes it. The files still have their passing names. */
  async finish(extra: Parameters<ContainerWriter['finish']>[0], call: Call): Promise<LinkFile[]> {
    await this.container.finish(extra, call);
    await this.#sink.close();
    return [this.#sink.sums(this.#name)];
  }

  /** Gives the files their names. */
  async settle(files: readonly LinkFile[]): Promise<void> {
    for (const { name } of files) await rename(join(this.#root, name) + PARTIAL, join(this.#root, name));
    await syncFolder(this.#root);
  }

  /** Gives up and takes away what was written. Never throws: what stays, the next run removes. */
  async abandon(): Promise<void> {
    await this.#sink.abandon();
    await rm(join(this.#root, this.#name) + PARTIAL, { force: true }).catch(() => undefined);
  }
}

/** A link's container, open. */
export interface OpenLink {
  reader: ContainerReader;
  close(): Promise<void>;
}

/** @throws Fault `missing` naming a file that is not there, `damaged`. */
export async function openLink(root: string, { files }: Link, _secret: string | null, call: Pick<Call, 'signal'>): Promise<OpenLink> {
  const source: ClosableSource = await FileSource.open(join(root, files[0]!.name));
  try {
    const { reader } = await openContainer(source, call);
    return { reader, close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}
