import { describe, expect, it } from 'vitest';
import type { Chain, ChainLink } from '../../../preload/contract/archive.ts';
import { inOrder, lossesOf, shownLinks } from './chain.ts';

const link = (id: string, kind: ChainLink['kind'], needs: string[], change: Partial<ChainLink> = {}): ChainLink => ({
  id, name: `docs-${id}`, kind, parent: needs.at(-1) ?? null, needs, time: `2026-11-${id.padStart(2, '0')}T10:00:00Z`, files: [], bytes: 1, state: 'ok', problems: [], snapshot: { id, time: `2026-11-${id.padStart(2, '0')}T10:00:00Z`, paths: [], hostname: 'desk', tree: 't' }, ...change,
});
const chain = (links: ChainLink[], change: Partial<Chain> = {}): Chain => ({ id: links[0]?.id ?? '', links, bytes: 3, linksLeft: null, ...change });
const standings = (one: Chain) => shownLinks(one, [one]).map(({ standing }) => standing);

describe('a chain', () => {
  it('knows what each archive needs and what needs it', () => {
    const shown = shownLinks(chain([link('1', 'full', []), link('2', 'incremental', ['1']), link('3', 'incremental', ['1', '2'])]), []);
    expect(shown.map(({ needs }) => needs.length)).toEqual([0, 0, 0]);
    const one = chain([link('1', 'full', []), link('2', 'incremental', ['1']), link('3', 'incremental', ['1', '2'])]);
    expect(shownLinks(one, [one]).map(({ needs, neededBy }) => [needs.map(({ id }) => id), neededBy.map(({ id }) => id)])).toEqual([[[], ['2', '3']], [['1'], ['3']], [['1', '2'], []]]);
  });

  it('is broken from what is missing on, and whole beside it', () => {
    expect(standings(chain([link('1', 'full', []), link('2', 'incremental', ['1'], { state: 'missing' }), link('3', 'incremental', ['1', '2']), link('4', 'differential', ['1'])]))).toEqual(['ok', 'missing', 'broken', 'ok']);
    expect(standings(chain([link('2', 'incremental', ['gone'])]))).toEqual(['broken']);
  });

  it('says which versions that costs; one that is forgotten costs none', () => {
    const one = chain([link('1', 'full', [], { state: 'damaged', snapshot: null }), link('2', 'incremental', ['1']), link('3', 'incremental', ['1', 'gone'])]);
    expect(lossesOf(shownLinks(one, [one])).map(({ link: lost, versions }) => [lost?.id ?? null, versions])).toEqual([['1', ['2026-11-02T10:00:00Z', '2026-11-03T10:00:00Z']], [null, ['2026-11-03T10:00:00Z']]]);
    expect(lossesOf(shownLinks(chain([link('1', 'full', [])]), []))).toEqual([]);
  });

  it('that goes on stands before older ones', () => {
    const chains = [chain([link('1', 'full', [])]), chain([link('9', 'full', [])]), chain([link('5', 'full', [])], { linksLeft: 3 }), chain([])];
    expect(inOrder(chains).map(({ id }) => id)).toEqual(['5', '9', '1', '']);
  });
});
