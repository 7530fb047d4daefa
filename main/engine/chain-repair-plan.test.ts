/** Which broken archives are written anew, which only pointed elsewhere, which are lost; and that nothing is read again of what is whole. */
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Examined, ExaminedContent } from '../store/archive/maintain/broken.ts';
import type { Link } from '../store/archive/manifest/link.ts';
import { planFrom } from './chain-repair-plan.ts';

const id = (letter: string): string => letter.charCodeAt(0).toString(16).repeat(32);

/** @param contents a letter each: lower case ones lie safe, `!` before one: it cannot be read. */
function made(name: string, contents: string, isSound: boolean, asked: string[]): Examined {
  const read = (): ExaminedContent[] => Array.from(contents.matchAll(/(!?)([a-z])/gi), ([, broken, letter]) => ({ id: id(letter!.toLowerCase()), size: 1, isReadable: broken === '', isSafe: letter === letter!.toLowerCase() }));
  return { snapshot: { id: name } as Snapshot, link: { id: name } as Link, isSound, contents: async () => (asked.push(name), read()) };
}

async function planned(chain: readonly (readonly [name: string, contents: string, isSound: boolean])[], bad: string, there: string): Promise<unknown> {
  const asked: string[] = [];
  const chains = [chain.map(([name, contents, isSound]) => made(name, contents, isSound, asked))];
  const plan = await planFrom({ chains, bad: new Set(bad), gone: [] }, async (wanted) => Array.from(there, id).includes(wanted), () => null);
  const names = (links: readonly Examined[]): string => links.map(({ link }) => link.id).join('');
  return { rebuilt: names(plan.rebuilt), repointed: names(plan.repointed), lost: names(plan.lost), asked: asked.join('') };
}

describe('a plan to repair chains', () => {
  it('asks nothing of what is whole', async () => {
    expect(await planned([['1', 'ab', true], ['2', 'abc', true]], '', '')).toEqual({ rebuilt: '', repointed: '', lost: '', asked: '' });
  });

  it('rebuilds the broken one and points the others to it', async () => {
    expect(await planned([['1', '!AB', false], ['2', '!ABc', false], ['3', 'd', true]], '1', 'a')).toEqual({ rebuilt: '1', repointed: '2', lost: '', asked: '12' });
  });

  it('rebuilds a later one where the first is lost, and points to that', async () => {
    expect(await planned([['1', '!A!B', false], ['2', '!Bc', false], ['3', '!Bcd', false]], '1', 'b')).toEqual({ rebuilt: '2', repointed: '3', lost: '1', asked: '123' });
  });

  it('rebuilds a broken one though all of it can be read', async () => {
    expect(await planned([['1', 'AB', false]], '1', '')).toEqual({ rebuilt: '1', repointed: '', lost: '', asked: '1' });
  });
});
