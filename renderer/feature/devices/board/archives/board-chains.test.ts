import { describe, expect, it } from 'vitest';
import type { Chain, ChainLink } from '../../../../../preload/contract/archive.ts';
import { chainsOf, fileNameOf, isMergeable, problemsOf } from './board-chains.ts';

const link = (id: string, kind: ChainLink['kind'], needs: string[], change: Partial<ChainLink> = {}): ChainLink => ({ id, name: `board-e661-${id}`, kind, parent: null, needs, time: '', files: [], bytes: 1, state: 'ok', problems: [], snapshot: null, ...change });
const chain = (...links: ChainLink[]): Chain => ({ id: links[0]!.id, links, bytes: 1, linksLeft: null });

describe('the archives of a board', () => {
  it('are told by their names, or by their versions', () => {
    const own = chain(link('1', 'full', []));
    const sealed = chain(link('2', 'full', [], { name: 'backup-2', snapshot: { id: '2', time: '', paths: ['/'], hostname: 'board-e661', tree: '' } }));
    expect(chainsOf([own, sealed, chain(link('3', 'full', [], { name: 'board-e6614-3' }))], 'board-e661')).toEqual([own, sealed]);
    expect(problemsOf(['board-e661-4 is missing.', 'board-e6614-5 is missing.'], 'board-e661')).toEqual(['board-e661-4 is missing.']);
  });

  it('can be merged when something comes before and all of it is whole', () => {
    const whole = chain(link('1', 'full', []), link('2', 'incremental', ['1']));
    expect(whole.links.map((one) => isMergeable(one, [whole]))).toEqual([false, true]);
    const broken = chain(link('1', 'full', [], { state: 'damaged' }), link('2', 'incremental', ['1']), link('3', 'incremental', ['gone']));
    expect(broken.links.map((one) => isMergeable(one, [broken]))).toEqual([false, false, false]);
  });

  it('are exported under a name every file system takes', () => {
    expect([fileNameOf('greenhouse', '2026-11-21T14:02:00.5Z'), fileNameOf('Pico: a/b', '2026-11-21T14:02:00+01:00')]).toEqual(['greenhouse-2026-11-21T14-02-00.blb', 'Pico_ a_b-2026-11-21T14-02-00.blb']);
  });
});
