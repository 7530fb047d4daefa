/** Archives: how a store of them is made, and its chains: which archive needs which. */
import { z } from 'zod';
import { Snapshot } from './snapshot.ts';

const count = z.int().nonnegative();

export const Container = z.enum(['tar', 'zip', 'blb']);
export type Container = z.infer<typeof Container>;

export const ArchiveCompression = z.enum(['none', 'gzip', 'zstd']);
export type ArchiveCompression = z.infer<typeof ArchiveCompression>;

/** What a link of a chain holds: everything, what changed since the link before, or what changed since the full one. */
export const LinkKind = z.enum(['full', 'incremental', 'differential']);
export type LinkKind = z.infer<typeof LinkKind>;

/** What is said when a store of archives is made. */
export const NewArchives = z.object({
  container: Container.default('tar'),
  /** Of a tar; a zip is packed its own way (gzip stands for it) or not at all, a blb only its own way. Absent: zstd for a tar, their own for the others. */
  compression: ArchiveCompression.optional(),
  /** Under a passphrase. */
  encrypt: z.boolean().default(false),
  /** Public keys (age1…): only whoever has a secret one can read. */
  recipients: z.array(z.string().min(1)).default([]),
  /** Bytes a file may have; absent: as many as the file system takes. */
  volumeSize: z.int().min(1024 * 1024).optional(),
  /** Archives after a full one, before there is a new full one. */
  maxLinks: z.int().min(0).max(1000).default(14),
});
export type NewArchives = z.infer<typeof NewArchives>;

export const ChainLink = z.object({
  id: z.string(),
  name: z.string(),
  kind: LinkKind,
  /** Id of the link it was compared with. */
  parent: z.string().nullable(),
  /** Ids of the links that hold content of it. */
  needs: z.array(z.string()),
  time: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: count })),
  bytes: count,
  state: z.enum(['ok', 'missing', 'damaged']),
  /** What is wrong with it. */
  problems: z.array(z.string()),
  /** Its snapshot; null when that is forgotten and the archive only stays because others need it. */
  snapshot: Snapshot.nullable(),
});
export type ChainLink = z.infer<typeof ChainLink>;

export const Chain = z.object({
  id: z.string(),
  /** In their order. */
  links: z.array(ChainLink),
  bytes: count,
  /** How many more links it takes before a full one is due; null: it is not the one that goes on. */
  linksLeft: count.nullable(),
});
export type Chain = z.infer<typeof Chain>;

/** What belongs to no chain that can be read: links that are gone or unreadable, strangers. */
export const Chains = z.object({ chains: z.array(Chain), problems: z.array(z.string()), notes: z.array(z.string()) });
export type Chains = z.infer<typeof Chains>;

/** What forgetting would free at once, and which archives stay because others need them. */
export const Freed = z.object({ removed: z.array(z.string()), bytes: count, kept: z.array(z.object({ name: z.string(), bytes: count, neededBy: z.array(z.string()) })) });
export type Freed = z.infer<typeof Freed>;

export const MergePlan = z.object({
  /** Whose state the new archive will hold. */
  snapshot: Snapshot,
  /** Names of the archives that become one, oldest first. */
  folded: z.array(z.string()),
  /** Ids of the snapshots that go; the last one is replaced by the new one. */
  forgotten: z.array(z.string()),
  /** Ids of later snapshots that will be built on the new archive. */
  rewritten: z.array(z.string()),
  freed: Freed,
});
export type MergePlan = z.infer<typeof MergePlan>;

const Broken = z.object({
  snapshot: z.string(),
  /** Null: nothing but its name is known any more. */
  time: z.string().nullable(),
  /** Of the archive. */
  name: z.string(),
});

/** What another destination makes whole. */
export const ChainRepairPlan = z.object({
  /** Written anew as full archives, with exactly what they hold. */
  rebuilt: z.array(Broken),
  /** Whole again by those. */
  repointed: z.array(Broken),
  /** Gone with all that is known of them: `from`, a snapshot of the other destination, is copied in their place. */
  copied: z.array(z.object({ name: z.string(), from: z.string(), time: z.string() })),
  /** What they lack is not at the other destination, either. */
  lost: z.array(Broken),
});
export type ChainRepairPlan = z.infer<typeof ChainRepairPlan>;
