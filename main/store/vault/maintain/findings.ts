/** What a check found wrong, and the way from a lost blob to the finding that explains it. */
import { LISTED, type Finding, type FindingKind } from '../../finding.ts';
import { shortId } from '../../../base/ids.ts';
import { DATA, IdTable, TREE, type BlobType } from '../index/id-table.ts';
import { BitSet } from './bit-set.ts';
import type { PackTable } from './pack-table.ts';

/** Findings about single lost blobs; the rest share one. */
const SINGLE_BLOBS = 500;

export class Findings {
  readonly #table: PackTable;
  readonly list: Finding[] = [];
  /** Index entries whose bytes are damaged or gone. */
  readonly bad: BitSet;
  readonly #ofPack = new Map<number, Finding>();
  readonly #badOfPack = new Map<number, number>();
  /** Trees and blobs that are lost for a reason of their own, and the finding of each. */
  readonly #singles = new IdTable(16);
  readonly #ofSingle: Finding[] = [];
  readonly #oddTrees = new Map<string, Finding>();
  #overflow: Finding | null = null;
  /** Something is lost that the marking came across. */
  used = false;

  constructor(table: PackTable) {
    this.#table = table;
    this.bad = new BitSet(table.index.count);
  }

  add(kind: FindingKind, message: string): Finding {
    const finding: Finding = { kind, message, affected: [], affectedCount: 0 };
    this.list.push(finding);
    return finding;
  }

  /** Notes that a pack is wrong; a second reason for the same pack is added to the first. */
  pack(pack: number, kind: 'missing-pack' | 'pack', message: string): void {
    const known = this.#ofPack.get(pack);
    if (known !== undefined) known.message += ` ${message}`;
    else this.#ofPack.set(pack, this.add(kind, message));
  }

  hasPack(pack: number): boolean {
    return this.#ofPack.has(pack);
  }

  get brokenPacks(): string[] {
    return [...this.#ofPack.keys()].map((pack) => this.#table.index.packs[pack]);
  }

  /** The blob of this index entry is damaged or gone. */
  spoil(entry: number): void {
    if (!this.bad.add(entry)) return;
    const pack = this.#table.index.packOf(entry);
    this.#badOfPack.set(pack, (this.#badOfPack.get(pack) ?? 0) + 1);
  }

  badIn(pack: number): number {
    return this.#badOfPack.get(pack) ?? 0;
  }

  /** A used tree or blob is lost for a reason that is not its pack's. */
  single(id: string, type: BlobType, message: string): void {
    this.used = true;
    this.#singles.add(Buffer.from(id, 'hex'), type);
    this.#ofSingle.push(this.#ofSingle.length < SINGLE_BLOBS ? this.add(type === TREE ? 'tree' : 'blob', message) : this.#rest());
  }

  /** A tree that can be read has an entry that makes no sense. */
  odd(tree: string, message: string): void {
    this.used = true;
    const known = this.#oddTrees.get(tree);
    if (known === undefined) this.#oddTrees.set(tree, this.add('entry', message));
    else if (known.message.length < 1000) known.message += ` ${message}`;
  }

  oddity(tree: string): Finding | null {
    return this.#oddTrees.get(tree) ?? null;
  }

  /** The finding that explains why a blob cannot be had; null when it can. */
  culprit(id: Uint8Array, type: BlobType): Finding | null {
    const single = this.#singles.find(id, type);
    if (single >= 0) return this.#ofSingle[single];
    const { index } = this.#table;
    const first = index.ids.find(id, type);
    if (first < 0 || !this.bad.has(first)) return null;
    const entries = index.ids.findAll(id, type);
    if (entries.some((entry) => !this.bad.has(entry))) return null;
    return this.#ofPack.get(index.packOf(first)) ?? null;
  }

  /** The packs' findings, told how much of each is lost, once everything is known. */
  summarise(): void {
    for (const [pack, finding] of this.#ofPack) {
      const [bad, all] = [this.badIn(pack), this.#table.entries(pack).length];
      if (finding.kind === 'pack') finding.message += bad === 0 ? ' None of its blobs is lost.' : ` ${bad} of its ${all} blobs ${bad === 1 ? 'is' : 'are'} lost.`;
    }
  }

  #rest(): Finding {
    this.#overflow ??= this.add('blob', `More than ${SINGLE_BLOBS} blobs are lost; the others are gathered here.`);
    return this.#overflow;
  }
}

export function affects(finding: Finding, snapshot: string, path: string): void {
  finding.affectedCount++;
  if (finding.affected.length < LISTED) finding.affected.push({ snapshot, path });
}

/** Why a blob no index names is lost, in words. */
export const unnamed = (type: BlobType, id: string): string => `${type === DATA ? 'Blob' : 'Directory'} ${shortId(id)} is named by no index: it is lost.`;
