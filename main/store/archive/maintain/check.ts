/** Checks an archive store: every link and every manifest always, content as far as asked for. What is wrong is named down to the file. */
import { createHash, hash } from 'node:crypto';
import { join } from 'node:path';
import type { Call } from '../../../base/call.ts';
import { isFault, toFault } from '../../../base/fault.ts';
import { free } from '../../../base/free.ts';
import { shortId } from '../../../base/ids.ts';
import { showName } from '../../../entry/name.ts';
import { LISTED, type Finding, type FindingKind } from '../../finding.ts';
import { chooser, type Chooser, type ReadData } from '../../read-data.ts';
import type { ArchiveStore } from '../archive.ts';
import { inspect, type LinkFault } from '../chain/inspect.ts';
import { FileSource } from '../container/bytes/file-source.ts';
import { storedBytes, type Link, type LinkFile } from '../manifest/link.ts';
import type { ContentPlace, State } from '../manifest/state-text.ts';
import { holderOf } from '../write/link-writer.ts';

export interface ArchiveCheck {
  /** Empty: the archives are sound, as far as they were looked at. */
  errors: Finding[];
  notes: string[];
  snapshots: number;
  directories: number;
  files: number;
  links: number;
  linksRead: number;
  bytesRead: number;
}

export async function checkArchives(store: ArchiveStore, readData: ReadData, call: Call): Promise<ArchiveCheck> {
  const choose = chooser(readData);
  call.progress.phase = 'locking';
  await store.hold(call);
  call.progress.phase = readData === 'none' ? 'checking structure' : 'checking data';
  return new Check(store, readData === 'none' ? null : choose, call).run();
}

/** Contents of one link that snapshots need, by identity. */
type Wanted = Map<string, ContentPlace>;

/** What a finding is about: a whole link, or some contents of it. */
interface Trouble {
  finding: Finding;
  holder: string;
  /** Null: everything in it. */
  contents: ReadonlySet<string> | null;
}

class Check {
  readonly #store: ArchiveStore;
  readonly #choose: Chooser | null;
  readonly #call: Call;
  readonly #report: ArchiveCheck = { errors: [], notes: [], snapshots: 0, directories: 0, files: 0, links: 0, linksRead: 0, bytesRead: 0 };
  readonly #wanted = new Map<string, Wanted>();
  readonly #troubles: Trouble[] = [];
  #listed: Link[] = [];

  constructor(store: ArchiveStore, choose: Chooser | null, call: Call) {
    this.#store = store;
    this.#choose = choose;
    this.#call = call;
  }

  async run(): Promise<ArchiveCheck> {
    const { repository, sidecars, address } = this.#store;
    const [found, marks] = [await sidecars.all(this.#call), await repository.marks('links', this.#call)];
    const links = found.heads.map(({ link }) => link);
    const { wrong, notes } = await inspect({ root: address, found, marks }, this.#call);
    this.#report.notes.push(...notes);
    this.#report.links = links.length;
    this.#listed = links.filter(({ id }) => marks.get(id)?.forgotten !== true);
    this.#report.snapshots = this.#listed.length;
    for (const fault of wrong) this.#addFault(fault);
    for (const link of this.#listed) await this.#structure(link);
    await this.#data(links, new Set(wrong.filter(({ state }) => state === 'missing').map(({ id }) => id)));
    await this.#findAffected();
    return this.#report;
  }

  #addFault({ id, state, message }: LinkFault): void {
    const needing = this.#listed.filter((link) => link.needs.includes(id ?? ''));
    const own = this.#listed.some((link) => link.id === id);
    const meaning = needing.length === 0 ? (own ? '' : ' No other snapshot needs it.') : ` ${needing.length === 1 ? 'Snapshot' : 'Snapshots'} ${needing.map((link) => shortId(link.id)).join(', ')} ${needing.length === 1 ? 'needs' : 'need'} it.`;
    const finding = this.#add(state === 'missing' ? 'missing-pack' : 'pack', message + meaning);
    if (id !== null) this.#troubles.push({ finding, holder: id, contents: null });
  }

  /** Every manifest whole, every content it speaks of placed. */
  async #structure(link: Link): Promise<void> {
    this.#call.signal.throwIfAborted();
    await this.#reading(link, async () => {
      const { state, snapshot } = await this.#store.sidecars.whole(link.name);
      for (const { path, entry } of state.below(snapshot.tree)) {
        if (entry.type === 'dir') this.#report.directories++;
        if (entry.type !== 'file') continue;
        this.#report.files++;
        const [id] = entry.content ?? [];
        if (id === undefined) continue;
        const place = state.contents.get(id);
        if (place === undefined || place.link > link.needs.length) this.#add('blob', `${showName(path)} in ${link.name} has no content: its manifest does not say where it lies.`, [{ snapshot: link.id, path: showName(path) }]);
        else this.#want(holderOf(link, place), id, place);
      }
    });
  }

  #want(holder: string, id: string, place: ContentPlace): void {
    let wanted = this.#wanted.get(holder);
    if (wanted === undefined) this.#wanted.set(holder, (wanted = new Map()));
    wanted.set(id, place);
  }

  async #reading(link: Link, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isFault(error, 'damaged') && !isFault(error, 'missing') && !isFault(error, 'offline')) throw error;
      this.#add('snapshot', `${error.message} Snapshot ${shortId(link.id)} cannot be restored.`);
    }
  }

  async #data(links: readonly Link[], missing: ReadonlySet<string | null>): Promise<void> {
    if (this.#choose === null) return;
    const there = links.filter(({ id }) => !missing.has(id));
    for (const { link } of this.#choose(there.map((link) => ({ id: link.id, size: storedBytes(link), link })))) {
      this.#call.signal.throwIfAborted();
      this.#report.linksRead++;
      const altered: string[] = [];
      for (const file of link.files) if (!(await this.#isSame(file))) altered.push(file.name);
      await this.#contents(link, altered);
    }
  }

  /** By its checksum over all bytes. */
  async #isSame({ name, sha256 }: LinkFile): Promise<boolean> {
    const source = await FileSource.open(join(this.#store.repository.root, name));
    try {
      const digest = createHash('sha256');
      for await (const bytes of source.read(0, source.size, this.#call)) {
        digest.update(bytes);
        this.#report.bytesRead += bytes.length;
        this.#call.progress.done.bytes += bytes.length;
        free(bytes as Uint8Array<ArrayBuffer>);
      }
      return digest.digest('hex') === sha256;
    } catch (error) {
      this.#call.signal.throwIfAborted();
      const { kind } = toFault(error, name);
      if (kind !== 'damaged' && kind !== 'offline') throw error;
      return false;
    } finally {
      await source.close();
    }
  }

  /** Every content of the link that a snapshot needs, as it is unpacked. */
  async #contents(link: Link, altered: readonly string[]): Promise<void> {
    const bad = new Set<string>();
    const wanted = [...(this.#wanted.get(link.id) ?? [])].toSorted(([, { placed: a }], [, { placed: b }]) => a.offset - b.offset || a.within - b.within);
    const reader = await this.#store.pool.open(link.id, this.#call).then((open) => open.reader, () => null); // told content by content
    for (const [id, place] of wanted) {
      this.#call.signal.throwIfAborted();
      const now = reader?.readNow?.(place.placed, place.size) ?? null;
      if (!(now === null ? await this.#isContent(link, id, place) : hash('sha256', now) === id)) bad.add(id);
      this.#call.progress.done.files++;
    }
    const isKnown = this.#troubles.some(({ holder }) => holder === link.id);
    if (isKnown) for (const trouble of this.#troubles) if (trouble.holder === link.id) trouble.contents = bad; // now it is known what is lost with it
    if (isKnown || (altered.length === 0 && bad.size === 0)) return;
    const what = altered.length === 0 ? `${link.name} cannot be unpacked everywhere` : `${altered.join(', ')} ${altered.length === 1 ? 'is' : 'are'} altered: not what was written, byte for byte`;
    const meaning = bad.size === 0 ? ' All files in it can still be read.' : ` ${bad.size} of ${wanted.length} files in it cannot be read any more.`;
    this.#troubles.push({ finding: this.#add('pack', `${what}.${meaning}`), holder: link.id, contents: bad });
  }

  async #isContent({ id: holder }: Link, id: string, { placed, size }: ContentPlace): Promise<boolean> {
    try {
      const { reader } = await this.#store.pool.open(holder, this.#call);
      const digest = createHash('sha256');
      for await (const bytes of reader.read(placed, size, this.#call)) digest.update(bytes);
      return digest.digest('hex') === id;
    } catch (error) {
      this.#call.signal.throwIfAborted();
      const fault = toFault(error, 'It cannot be read');
      if (fault.kind === 'bug') throw error;
      return false;
    }
  }

  /** Names the files that are lost with what was found. */
  async #findAffected(): Promise<void> {
    if (this.#troubles.length === 0) return;
    for (const link of this.#listed) {
      const whole = await this.#store.sidecars.whole(link.name).catch(() => null); // said already
      if (whole !== null) for (const { path, entry } of whole.state.below(whole.snapshot.tree)) this.#affect(link, whole.state, entry.content?.[0], path);
    }
  }

  #affect(link: Link, state: State, id: string | undefined, path: string): void {
    const place = id === undefined ? undefined : state.contents.get(id);
    if (id === undefined || place === undefined) return;
    const holder = holderOf(link, place);
    for (const { finding, holder: bad, contents } of this.#troubles) {
      if (bad !== holder || contents?.has(id) === false) continue;
      finding.affectedCount++;
      if (finding.affected.length < LISTED) finding.affected.push({ snapshot: link.id, path: showName(path) });
    }
  }

  #add(kind: FindingKind, message: string, affected: Finding['affected'] = []): Finding {
    const finding: Finding = { kind, message, affected, affectedCount: affected.length };
    this.#call.progress.done.errors++;
    this.#report.errors.push(finding);
    return finding;
  }
}
