/** Sets that take long, behind flags: very many tiny files, one very large file. Holdfast and restic only. */
import { mkdirSync } from 'node:fs';
import { bytesBelow, forgetLargeFile, insertInMiddle, largeFile, manyFiles, warm } from './corpus.mjs';
import { must } from './measure.mjs';
import { holdfast, restic, stageOf } from './programs.mjs';
import { removed, settled } from './settle.mjs';
import { resticAccepts, sameTree } from './verify.mjs';

const BOTH = [holdfast, restic];

/** First backup and no change of `count` files; restored and compared by Holdfast. */
export async function playMany({ number, count, scratch, note }) {
  const corpus = manyFiles(scratch, count);
  const players = await begin(scratch, corpus);
  for (const work of ['first backup', 'no change']) {
    warm(corpus);
    for (const player of turn(players, number)) note(`${count} files, ${work}`, player.program.name, await saved(player, work));
  }
  await finish(players);
}

/** First backup of a large file, and one after a megabyte was inserted in its middle. */
export async function playLarge({ number, bytes, scratch, note }) {
  const corpus = largeFile(scratch, bytes);
  const gigabytes = `${Number((bytes / 1e9).toFixed(1))} GB file`;
  const players = await begin(scratch, corpus);
  try {
    for (const player of turn(players, number)) note(`${gigabytes}, first backup`, player.program.name, await saved(player, 'first backup'));
    insertInMiddle(corpus, bytes);
    for (const player of turn(players, number)) note(`${gigabytes}, 1 MB inserted`, player.program.name, await saved(player, '1 % changed'));
    await finish(players);
  } finally {
    forgetLargeFile(corpus);
  }
}

async function begin(scratch, corpus) {
  await settled();
  const players = BOTH.map((program) => {
    const stage = stageOf(program, scratch, corpus, '');
    return { program, stage, env: program.env(stage.place) };
  });
  for (const { program, stage, env } of players) await must(program.init(stage), { env });
  return players;
}

const turn = (players, number) => (number % 2 === 0 ? players : players.toReversed());

/** `size`: of the repository; `added`: what this backup made it grow by. */
async function saved({ program, stage, env }, work) {
  const before = bytesBelow(stage.repo);
  await must(['sync']);
  const { seconds, cpu, peakMib } = await must(program.works[work](stage), { env });
  const size = bytesBelow(stage.repo);
  return { seconds, cpu, peakMib, size, added: size - before };
}

async function finish(players) {
  const { stage, env } = players.find(({ program }) => program === holdfast);
  await resticAccepts(stage.repo, { RESTIC_PASSWORD: 'bench' }, true);
  mkdirSync(stage.back, { recursive: true });
  await must(holdfast.works['restore all'](stage), { env });
  await sameTree(stage.corpus, holdfast.restored(stage), { exactTimes: true });
  removed(players.map(({ stage }) => stage.place));
}
