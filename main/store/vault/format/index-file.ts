/** Index files: which blobs lie where in which packs. */
import { ByteWriter } from '../../tree/byte-writer.ts';
import { JsonFields, readObject, type ReadField } from '../../tree/json-fields.ts';
import { JsonScanner, LIST, LIST_END } from '../../tree/json-scan.ts';
import type { PackEntry } from './pack.ts';

export interface IndexPack {
  /** 64 hex characters. */
  id: string;
  blobs: readonly PackEntry[];
}

/** Byte for byte what restic writes for the same packs in the same order. */
export function encodeIndex(packs: readonly IndexPack[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(64 * 1024);
  writer.write('{"packs":[');
  packs.forEach(({ id, blobs }, at) => {
    writer.write(`${at === 0 ? '' : ','}{"id":"${id}","blobs":[`);
    blobs.forEach((blob, number) => {
      const plain = blob.uncompressedLength > 0 ? `,"uncompressed_length":${blob.uncompressedLength}` : '';
      writer.write(`${number === 0 ? '' : ','}{"id":"${blob.id}","type":"${blob.type}","offset":${blob.offset},"length":${blob.length}${plain}}`);
    });
    writer.write(']}');
  });
  writer.write(']}\n');
  return writer.finish();
}

/** Told what an index holds: a pack, then its blobs. The ids are views that the next call overwrites. */
export interface IndexSink {
  pack(id: Uint8Array): void;
  /**
   * @param type 0 data, 1 tree.
   * @param offset in the pack, in bytes.
   * @param length as stored, in bytes.
   * @param uncompressed plain length where the blob is compressed, else 0.
   */
  blob(id: Uint8Array, type: 0 | 1, offset: number, length: number, uncompressed: number): void;
}

/**
 * Reads an index in one pass. Members nobody knows are passed over: `supersedes`, which restic itself ignores now, and what rustic adds
 * (`packs_to_delete`, whose packs are rubbish already; `time`, `size`).
 * @throws Fault `damaged`; what was told before stays told.
 */
export function decodeIndex(bytes: Uint8Array, sink: IndexSink): void {
  const scan = new JsonScanner(bytes, 'The index file');
  const reader = new PackReader(sink);
  readObject(scan, FILE_FIELDS, reader);
  if (scan.peek() !== -1) scan.fail('something follows it');
}

/** The pack and the blob being read. */
class PackReader {
  readonly #sink: IndexSink;
  readonly packId = new Uint8Array(32);
  readonly blobId = new Uint8Array(32);
  /** Where the blobs lie when they came before the pack's id; -1: nowhere. */
  blobsAt = -1;
  hasPackId = false;
  hasBlobId = false;
  type: 0 | 1 | -1 = -1;
  offset = 0;
  length = 0;
  uncompressed = 0;

  constructor(sink: IndexSink) {
    this.#sink = sink;
  }

  readPack(scan: JsonScanner): void {
    const start = scan.at;
    this.hasPackId = false;
    this.blobsAt = -1;
    readObject(scan, PACK_FIELDS, this);
    if (!this.hasPackId) scan.fail('a pack has no id', start);
    if (this.blobsAt < 0) return;
    const end = scan.at;
    scan.at = this.blobsAt;
    this.readBlobs(scan);
    scan.at = end;
  }

  readPackId(scan: JsonScanner): void {
    scan.hexIdInto(this.packId);
    this.hasPackId = true;
    this.#sink.pack(this.packId);
  }

  readBlobs(scan: JsonScanner): void {
    if (!this.hasPackId) {
      this.blobsAt = scan.at;
      return scan.skip();
    }
    scan.expect(LIST);
    for (let first = true; scan.more(first, LIST_END); first = false) this.#readBlob(scan);
  }

  #readBlob(scan: JsonScanner): void {
    const start = scan.at;
    this.hasBlobId = false;
    this.type = -1;
    this.offset = this.length = this.uncompressed = 0;
    if (!this.#readPlainBlob(scan)) readObject(scan, BLOB_FIELDS, this);
    const { blobId, type, offset, length, uncompressed } = this;
    if (!this.hasBlobId || type < 0 || length === 0) scan.fail('a blob has no id, type or length', start);
    if (offset + length >= UINT32 || uncompressed >= UINT32) scan.fail('a blob lies where no pack reaches', start);
    this.#sink.blob(blobId, type as 0 | 1, offset, length, uncompressed);
  }

  /** As restic and Holdfast spell it: members in their order, no spaces. False, and nothing is taken, where it is spelled in any other way. */
  #readPlainBlob(scan: JsonScanner): boolean {
    const start = scan.at;
    if (scan.takes(ID)) {
      scan.hexIdInto(this.blobId);
      const type = scan.takes(DATA_OFFSET) ? 0 : scan.takes(TREE_OFFSET) ? 1 : -1;
      if (type >= 0) {
        this.offset = scan.uint();
        if (scan.takes(LENGTH)) {
          this.length = scan.uint();
          if (scan.takes(UNCOMPRESSED)) this.uncompressed = scan.uint();
          if (scan.takes(BLOB_END)) {
            [this.hasBlobId, this.type] = [true, type];
            return true;
          }
        }
      }
    }
    scan.at = start;
    this.offset = this.length = this.uncompressed = 0;
    return false;
  }

  readBlobId(scan: JsonScanner): void {
    scan.hexIdInto(this.blobId);
    this.hasBlobId = true;
  }

  readType(scan: JsonScanner): void {
    scan.string();
    const word = scan.end - scan.start === 4 ? scan.bytes.readUInt32LE(scan.start) : 0;
    this.type = word === DATA ? 0 : word === TREE ? 1 : scan.fail('there is no such type of blob', scan.start);
  }
}

const ID = Buffer.from('{"id":');
const DATA_OFFSET = Buffer.from(',"type":"data","offset":');
const TREE_OFFSET = Buffer.from(',"type":"tree","offset":');
const LENGTH = Buffer.from(',"length":');
const UNCOMPRESSED = Buffer.from(',"uncompressed_length":');
const BLOB_END = Buffer.from('}');
const UINT32 = 2 ** 32;
const [DATA, TREE] = [Buffer.from('data').readUInt32LE(), Buffer.from('tree').readUInt32LE()];

const FILE_FIELDS = new JsonFields<ReadField<PackReader>>({
  packs: (reader, scan) => {
    scan.expect(LIST);
    for (let first = true; scan.more(first, LIST_END); first = false) reader.readPack(scan);
  },
});

const PACK_FIELDS = new JsonFields<ReadField<PackReader>>({
  id: (reader, scan) => reader.readPackId(scan),
  blobs: (reader, scan) => reader.readBlobs(scan),
});

const BLOB_FIELDS = new JsonFields<ReadField<PackReader>>({
  id: (reader, scan) => reader.readBlobId(scan),
  type: (reader, scan) => reader.readType(scan),
  offset: (reader, scan) => void (reader.offset = scan.uint()),
  length: (reader, scan) => void (reader.length = scan.uint()),
  uncompressed_length: (reader, scan) => void (reader.uncompressed = scan.uint()),
});
