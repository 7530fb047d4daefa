/** One snapshot as a full link of its own that takes the place of another: its state as it stands, and all of its content; read back before anybody relies on it. */
import { randomBytes } from 'node:crypto';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { ArchiveStore } from '../archive.ts';
import { linkName, sourceOf } from '../layout.ts';
import { LinkOutput } from '../link-files.ts';
import type { Link } from '../manifest/link.ts';
import { commitLink, type NewLink } from '../write/commit-link.ts';
import { copyState, type ContentSource } from '../write/copy-state.ts';
import { LinkWriter } from '../write/link-writer.ts';

export interface ToCopy {
  /** Of the snapshot, whose place the copy takes in its chain. */
  name: string;
  snapshot: Snapshot;
  /** Where its contents come from; absent: from where its manifest says. */
  content?: ContentSource;
  /** It stands for no listed snapshot. */
  forgotten?: boolean;
}

export async function writeFullCopy(store: ArchiveStore, { name, snapshot, content, forgotten = false }: ToCopy, call: Call): Promise<Snapshot> {
  const { link: old, state, content: own } = await store.read({ name });
  const id = randomBytes(32).toString('hex');
  const source = store.repository.settings.encryption === null ? sourceOf(snapshot) : 'backup';
  const link: NewLink = { id, name: linkName(source, new Date(snapshot.time), 'full', id), kind: 'full', parent: null, chain: old.chain, sequence: old.sequence };
  await store.repository.mark('making', id, { name: link.name, chain: link.chain, forgotten: false }, call);
  const output = await LinkOutput.create(store.repository.root, link.name, { settings: store.repository.settings, secret: store.secret });
  try {
    const writer = new LinkWriter(output.container, null, store.repository.settings.container === 'blb');
    call.progress.phase = 'copying';
    const counts = await copyState(writer, { state, tree: snapshot.tree, content: content ?? own }, call);
    const { id: before, summary, ...kept } = snapshot;
    const finished = { tree: snapshot.tree, deletions: [], counts, summary: (stored: number) => summaryOf(summary, writer, stored) };
    call.progress.phase = 'saving';
    const made = await commitLink({ folder: store.repository, sidecars: store.sidecars, seal: store.seal, output, writer, link }, { ...kept, original: snapshot.original ?? before }, finished, call);
    await store.repository.mark('links', id, { name: link.name, chain: link.chain, forgotten }, call);
    await store.repository.remove('making', id, call);
    return made;
  } catch (error) {
    await output.abandon(); // what has its name already, the next run removes
    throw error;
  }
}

const summaryOf = (summary: Snapshot['summary'], { own }: LinkWriter, stored: number): NonNullable<Snapshot['summary']> => ({ ...summary, data_added: own.bytes, data_added_packed: stored });

/** Reads all of it back. @param doing what it was made for, as a word: "merged". @throws Fault `damaged`: nothing was removed. */
export async function readBack(store: ArchiveStore, id: string, old: Pick<Snapshot, 'tree'>, doing: string, call: Call): Promise<{ link: Link }> {
  const head = (await store.heads(call)).find(({ link }) => link.id === id);
  if (head === undefined || head.snapshot.tree !== old.tree) throw new Fault('damaged', `The ${doing} archive is not equal to the snapshot it was made of; nothing was removed.`);
  const { state, content } = await store.read(head.link);
  for (const { entry } of state.below(head.snapshot.tree)) for (const wanted of entry.content ?? []) if (!state.contents.has(wanted)) throw new Fault('damaged', `The ${doing} archive does not hold everything; nothing was removed.`);
  for (const wanted of state.contents.keys()) await content.verify(wanted, call);
  return head;
}
