/** Begins a link: decides what it becomes, loads what it is compared with, opens its files. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault, isFault, toFault } from '../../../base/fault.ts';
import { snapshotContent } from '../../snapshot-content.ts';
import type { SnapshotRequest } from '../../store.ts';
import type { SnapshotFile } from '../../tree/snapshot-file.ts';
import type { ArchiveStore } from '../archive.ts';
import { chainOf, decideKind, nextSequence, type Decision } from '../chain/chain.ts';
import { isWhole } from '../chain/link-state.ts';
import { linkName, sourceOf } from '../layout.ts';
import { LinkOutput } from '../link-files.ts';
import type { Link } from '../manifest/link.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { commitLink, type NewLink } from './commit-link.ts';
import { LinkWriter, type Base } from './link-writer.ts';

interface Beginning {
  /** Of the new link. */
  id: string;
  root: { dev: bigint; ino: bigint };
  /** Gives up the lock. */
  release(): Promise<void>;
}

export async function beginLink(store: ArchiveStore, request: SnapshotRequest, { id, root, release }: Beginning, call: Call): Promise<ArchiveWriter> {
  const links = (await store.heads(call)).map(({ link }) => link);
  const { kind, base, baseSnapshot } = await choose(store, request, links, call);
  const { encryption } = store.repository.settings;
  const name = linkName(encryption === null ? sourceOf({ ...request, paths: [...request.paths] }) : 'backup', request.time, kind, id);
  const chain = base?.link.chain ?? id;
  const link: NewLink = { id, name, kind, parent: base?.link.id ?? null, chain, sequence: kind === 'full' ? 0 : nextSequence(chain, links) };
  const output = request.dryRun ? null : await opened(store, link, request, call);
  const writer = new LinkWriter(output?.container ?? null, base, store.repository.settings.container === 'blb');
  return new ArchiveWriter({
    link: writer, base, baseSnapshot, clock: store.clock, uid: store.holder.uid, root: { device: root.dev, inode: root.ino },
    commit: output === null ? null : async (finished) => {
      const parts = { folder: store.repository, sidecars: store.sidecars, seal: store.seal, output, writer, link };
      return commitLink(parts, snapshotOf(store, request, finished.tree), finished, call);
    },
    end: async (committed) => {
      if (!committed) await output?.abandon();
      await settleMarks(store, link, committed && output !== null);
      await release();
    },
    blame: (error) => store.blame(error),
  }, request, call);
}

/** Says that it is being written, before its first byte: whoever finds it half-made knows that it may go. */
async function opened(store: ArchiveStore, { id, name, chain }: NewLink, manner: SnapshotRequest, call: Call): Promise<LinkOutput> {
  await store.repository.mark('making', id, { name, chain, forgotten: false }, call);
  try {
    return await LinkOutput.create(store.repository.root, name, { settings: store.repository.settings, secret: store.secret, manner });
  } catch (error) {
    await store.repository.remove('making', id, { signal: new AbortController().signal });
    throw error;
  }
}

/** Never throws: a mark that is missing or left is put right by the next run. */
async function settleMarks({ repository }: ArchiveStore, { id, name, chain }: NewLink, committed: boolean): Promise<void> {
  const call = { signal: new AbortController().signal };
  try {
    if (committed) await repository.mark('links', id, { name, chain, forgotten: false }, call);
    await repository.remove('making', id, call);
  } catch {
    // the drive is away, or read-only by now
  }
}

export function snapshotOf(store: ArchiveStore, request: SnapshotRequest, tree: string): Omit<SnapshotFile, 'summary'> {
  const { uid, gid } = store.holder;
  return snapshotContent(request, { tree, owner: { uid, gid }, programVersion: store.programVersion });
}

/** What the new link becomes. A chain that cannot be continued is reported. */
async function choose(store: ArchiveStore, request: SnapshotRequest, links: readonly Link[], call: Call): Promise<{ kind: Decision['kind']; base: Base | null; baseSnapshot: Snapshot | null }> {
  const parent = request.parent === null ? null : (links.find(({ id }) => id === request.parent!.id) ?? null);
  const gone = await goneFrom(store, parent?.chain ?? null, links, call);
  const { maxLinks } = store.repository.settings;
  const isBroken = (link: Link): boolean => gone.length > 0 || !isWhole(store.repository.root, link);
  const decision = decideKind({ kind: request.kind ?? null, parent, links, rules: { maxLinks }, isBroken });
  const damaged = decision.reason === 'broken' ? chainOf(parent!.chain, links).filter((link) => !isWhole(store.repository.root, link)).map(({ name }) => name) : [];
  if (decision.reason === 'broken' || (decision.reason === 'first' && request.parent !== null && store.seal?.opens !== false)) sayBroken([...gone, ...damaged], call);
  if (decision.base === null) return { kind: 'full', base: null, baseSnapshot: null };
  try {
    const { link, state, snapshot } = await store.sidecars.whole(decision.base.name);
    return { kind: decision.kind, base: { link, state }, baseSnapshot: snapshot };
  } catch (error) {
    if (!isFault(error, 'damaged') && !isFault(error, 'missing')) throw error;
    report(`${toFault(error, 'The manifest cannot be read').message} A new full archive is made.`, call);
    return { kind: 'full', base: null, baseSnapshot: null };
  }
}

/** Names of links of the chain that were there and are not, without having been forgotten. */
async function goneFrom(store: ArchiveStore, chain: string | null, links: readonly Link[], call: Call): Promise<string[]> {
  if (chain === null) return [];
  const marks = await store.repository.marks('links', call);
  return Array.from(marks).filter(([id, mark]) => mark.chain === chain && !mark.forgotten && !links.some((link) => link.id === id)).map(([, { name }]) => name);
}

function sayBroken(names: readonly string[], call: Call): void {
  const what = names.length === 0 ? 'a link it is built on is missing' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} missing or not what was written`;
  report(`The chain cannot be continued: ${what}. A new full archive is made.`, call);
}

const report = (message: string, call: Call): void =>
  call.report({ item: 'chain', during: 'save', severity: 'warning', fault: new Fault('damaged', message, { advice: 'Run "holdfast check" to see which snapshots are affected.' }) });
