/** Link: one archive of a chain as its manifest describes it, without its entries. All that chain rules look at. */
import { z } from 'zod';
import { isHexId } from '../../../base/ids.ts';
import type { Compression, ContainerKind } from '../container/container.ts';
import { isLinkName, LINK_KINDS, linkOfFile } from '../layout.ts';

const Id = z.string().refine(isHexId, 'is no id');
const Count = z.int().nonnegative();

const LinkFileForm = z.object({
  /** Beside the sidecar. */
  name: z.string(),
  size: Count,
  /** SHA-256 of all of it. */
  sha256: Id,
  /** SHA-256 of its last bytes (`TAIL` of them, or all): tells in no time whether it is this file and whole. */
  tail: Id,
});

export const LinkForm = z.object({
  format: z.literal('holdfast-archive'),
  version: z.int(),
  /** Of the archive store it was made in. */
  store: Id,
  id: Id,
  name: z.string().refine(isLinkName, 'is no name of an archive'),
  /** The link it was compared with. */
  parent: Id.nullable(),
  /** Id of the full archive the chain began with; merging keeps it, though that one goes. */
  chain: Id,
  kind: z.enum(LINK_KINDS),
  /** Place in the chain; the one it began with has 0. */
  sequence: Count,
  /** RFC 3339. */
  time: z.string(),
  container: z.enum(['tar', 'zip', 'blb'] satisfies ContainerKind[]),
  compression: z.enum(['none', 'gzip', 'zstd'] satisfies Compression[]),
  encrypted: z.boolean(),
  /** Ids of the other links that hold content of this one. Contents name them by their place here, from 1. */
  needs: z.array(Id),
  statistics: z.object({
    files: Count, directories: Count, others: Count,
    /** Of content in the whole state. */
    bytes: Count,
    /** What this link holds itself, before compression. */
    ownFiles: Count, ownBytes: Count,
    deletions: Count,
  }),
  /** Of the text of the state: see `state-text.ts`. */
  state: z.object({ size: Count, sha256: Id }),
  /** The archive itself, volumes in order. None in the copy of the manifest that lies in the archive. */
  files: z.array(LinkFileForm),
}).refine(({ name, files }) => files.every((file) => linkOfFile(file.name) === name), 'names files of another archive');

export type Link = z.infer<typeof LinkForm>;
export type LinkFile = z.infer<typeof LinkFileForm>;

export const MANIFEST_VERSION = 1;
/** Bytes of a file's end that are told apart. They hold the manifest, or what is sealed of it: no two archives end alike. */
export const TAIL = 64 * 1024;

/** Bytes on the drive. */
export const storedBytes = ({ files }: Pick<Link, 'files'>): number => files.reduce((sum, { size }) => sum + size, 0);
