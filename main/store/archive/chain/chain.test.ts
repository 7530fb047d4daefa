/** The rules of chains. */
import { describe, expect, it } from 'vitest';
import type { LinkKind } from '../layout.ts';
import type { Link } from '../manifest/link.ts';
import { decideKind, LIGHT, linksLeft, unneeded, type Decision } from './chain.ts';

/** A link of chain `f`, by a letter. @param needs letters. */
function made(letter: string, kind: LinkKind, needs: string, { sequence = 0, bytes = 100, chain = 'f', parent = null as string | null } = {}): Link {
  return {
    format: 'holdfast-archive', version: 1, store: '0', id: letter, name: letter, parent, chain, kind, sequence, time: '', container: 'tar', compression: 'none', encrypted: false,
    needs: Array.from(needs), statistics: { files: 0, directories: 0, others: 0, bytes: 0, ownFiles: 0, ownBytes: 0, deletions: 0 }, state: { size: 0, sha256: '0' },
    files: [{ name: `${letter}.tar`, size: bytes, sha256: '0', tail: '0' }],
  };
}

const full = made('f', 'full', '', { bytes: 2 * LIGHT });
const one = made('1', 'incremental', 'f', { sequence: 1, parent: 'f' });
const two = made('2', 'incremental', 'f1', { sequence: 2, parent: '1' });
const chain = [full, one, two];

const decide = (kind: LinkKind | null, parent: Link | null, { links = chain, maxLinks = 14, broken = '' } = {}): Decision => decideKind({ kind, parent, links, rules: { maxLinks }, isBroken: ({ id }) => id === broken });

describe('a new link', () => {
  it('is incremental, against the link before, unless something else is asked for', () => {
    expect(decide(null, two)).toEqual({ kind: 'incremental', base: two, reason: null });
    expect(decide('differential', two)).toEqual({ kind: 'differential', base: full, reason: null });
    expect(decide('full', two)).toEqual({ kind: 'full', base: null, reason: 'asked' });
  });

  it('is full when there is none before it, or the chain has so many links, gone ones counted', () => {
    expect(decide('incremental', null)).toMatchObject({ kind: 'full', reason: 'first' });
    expect(decide(null, two, { maxLinks: 2 })).toMatchObject({ kind: 'full', reason: 'long' });
    expect(decide(null, two, { links: [full, two], maxLinks: 2 })).toMatchObject({ kind: 'full', reason: 'broken' }); // needs what is gone
    expect(decide(null, full, { links: [full], maxLinks: 0 })).toMatchObject({ kind: 'full', reason: 'long' });
  });

  it('is full when any link of the chain is broken, whether or not it is needed', () => {
    for (const broken of ['f', '1', '2']) expect(decide(null, two, { broken })).toMatchObject({ kind: 'full', reason: 'broken' });
  });

  it('is full when those after the full one outweigh it, but not for little', () => {
    const heavy = made('3', 'incremental', 'f12', { sequence: 3, bytes: 2 * LIGHT });
    expect(decide(null, heavy, { links: [...chain, heavy] })).toMatchObject({ kind: 'full', reason: 'heavy' });
    const differential = made('4', 'differential', 'f', { sequence: 3, bytes: 2 * LIGHT + 1 });
    expect(decide('differential', differential, { links: [...chain, differential] })).toMatchObject({ reason: 'heavy' });
    const small = made('f', 'full', '', { bytes: 10 });
    expect(decide(null, one, { links: [small, one] })).toMatchObject({ kind: 'incremental' });
  });

  it('counts from the full one that a merge put in the place of others', () => {
    const merged = made('m', 'full', '', { sequence: 2, bytes: 2 * LIGHT });
    const later = made('5', 'incremental', 'm', { sequence: 3, parent: 'm' });
    expect(decide('differential', later, { links: [merged, later], maxLinks: 2 })).toMatchObject({ kind: 'differential', base: merged });
    expect(linksLeft([merged, later], { maxLinks: 2 })).toBe(1);
    expect(linksLeft(chain, { maxLinks: 2 })).toBe(0);
  });
});

describe('links nobody needs', () => {
  it('are those that stand for no listed snapshot and hold nothing of one', () => {
    const ids = (listed: string): string => unneeded(chain, new Set(listed)).map(({ id }) => id).join('');
    expect([ids('f12'), ids('2'), ids('1'), ids('f'), ids('')]).toEqual(['', '', '2', '12', 'f12']);
  });
});
