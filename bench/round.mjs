/** One round of all works: for each work every program in turn, so that what else the machine does hits all alike. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bytesBelow, changeOneInHundred, warm } from './corpus.mjs';
import { must } from './measure.mjs';
import { holdfast, stageOf } from './programs.mjs';
import { removed, settled } from './settle.mjs';
import { resticAccepts, sameTree } from './verify.mjs';

export const WORKS = ['first backup', 'no change', '1 % changed', 'restore all', 'restore one file', 'check --read-data', 'snapshots', 'ls', 'find', 'forget + prune'];
/** Each needs those before it to have something to work on; a work that was not asked for is done, unmeasured, where others build on it. */
const NEEDED = { 'first backup': [], 'forget + prune': ['first backup', 'no change', '1 % changed'] };
const isNeeded = (work, wanted) => wanted.some((one) => one === work || (NEEDED[one] ?? ['first backup']).includes(work));
const RESTORES = new Set(['restore all', 'restore one file']);
/** A short work says little by itself. */
const REPEATS = { 'restore one file': 3, snapshots: 3, ls: 3, find: 3 };

/**
 * @param {object} round
 * @param {number} round.number from 0: decides who begins, and what changes.
 * @param {string[]} round.wanted works to be measured.
 * @param {boolean} round.thorough verify every program, and let restic read all data of Holdfast's repository.
 * @param {(work: string, program: string, figures: object) => void} round.note
 */
export async function playRound({ number, wanted, programs, corpus, one, scratch, thorough, note }) {
  await settled();
  const players = programs.map((program) => {
    const stage = stageOf(program, scratch, corpus, one);
    return { program, stage, env: program.env(stage.place) };
  });
  for (const { program, stage, env } of players) await must(program.init(stage), { env });
  for (const work of WORKS.filter((candidate) => isNeeded(candidate, wanted))) {
    if (work === '1 % changed') changeOneInHundred(corpus, number);
    warm(corpus);
    for (const player of rotated(players, number)) {
      const figures = await play(player, work, thorough);
      if (figures !== null && wanted.includes(work)) for (const figure of figures) note(work, player.program.name, figure);
    }
  }
  removed(players.map(({ stage }) => stage.place));
}

const rotated = (list, by) => list.map((_, at) => list[(at + by) % list.length]);

/** Null: not among what this program does. */
async function play({ program, stage, env }, work, thorough) {
  const command = program.works[work];
  if (command === undefined) {
    if (work === '1 % changed' && program.catchUp !== undefined) await must(program.catchUp(stage), { env });
    return null;
  }
  const figures = [];
  for (let time = 0; time < (REPEATS[work] ?? 1); time++) {
    if (RESTORES.has(work)) stage.back = anotherFolder(stage.place);
    await must(['sync']);
    const { seconds, cpu, peakMib } = await must(command(stage), { env });
    figures.push({ seconds, cpu, peakMib, ...(work === 'first backup' ? { size: bytesBelow(stage.repo) } : {}) });
  }
  await verify({ program, stage }, work, thorough);
  return figures;
}

async function verify({ program, stage: { corpus, one, repo, back, ...stage } }, work, thorough) {
  if (work === 'restore all' && (thorough || program === holdfast)) {
    await sameTree(corpus, program.restored({ back, corpus, repo, ...stage }), { exactTimes: program.name !== 'tar|zstd' });
  }
  if (work === 'restore one file') await must(['cmp', one, one.replace(corpus, program.restored({ back, corpus, repo, ...stage }))]);
  if (program === holdfast && (work === '1 % changed' || work === 'forget + prune' || work === 'first backup')) {
    await resticAccepts(repo, { RESTIC_PASSWORD: 'bench' }, thorough && work === '1 % changed');
  }
}

let folders = 0;

/** Nothing is removed within a round: that would slow down whoever makes files next. */
function anotherFolder(place) {
  const folder = join(place, `back-${folders++}`);
  mkdirSync(folder);
  return folder;
}
