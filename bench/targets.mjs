/** What each work must reach: as a limit in seconds, or against a peer of the same run. */

/** `[peer, factor]`: at most `factor` times the peer's median. */
const than = (peer, factor) => ({ peer, factor });

export const TARGETS = [
  { work: /first backup$/, unless: /GB|files/, limits: [than('tar|zstd', 1), than('restic', 1 / 2)], sizeOf: 'restic' },
  { work: /^no change$/, limits: [than('restic', 1 / 5)], seconds: 0.6 },
  { work: /^1 % changed$/, limits: [than('restic', 1 / 4)] },
  { work: /GB file, first/, limits: [than('restic', 1 / 2)], sizeOf: 'restic' },
  { work: /GB file, 1 MB/, limits: [], added: 4e6 },
  { work: /^restore all$/, limits: [than('tar|zstd', 1.1), than('restic', 1 / 1.6)] },
  { work: /^restore one file$/, limits: [], seconds: 0.3 },
  { work: /^check/, limits: [than('restic', 1 / 2)] },
  { work: /^ls$/, limits: [], seconds: 0.3 },
  { work: /^snapshots$/, limits: [], seconds: 0.2 },
  { work: /^find$/, limits: [], seconds: 0.5 },
  { work: /^forget/, limits: [than('restic', 1 / 1.5)] },
  { work: /files, first backup$/, limits: [than('restic', 1 / 2)] },
  { work: /files, no change$/, limits: [than('restic', 1 / 5)] },
];

/** MiB of the whole process tree: 200 MB, and 512 MB where there are a million files. */
const memoryLimit = (work) => (/files/.test(work) ? 512e6 : 200e6) / 2 ** 20;

/**
 * @param {string} work
 * @param {Map<string, object>} medians of each program.
 * @returns {{text: string, met: boolean}[]}
 */
export function judged(work, medians) {
  const ours = medians.get('holdfast');
  const target = TARGETS.find((one) => one.work.test(work) && one.unless?.test(work) !== true);
  if (ours === undefined || target === undefined) return [];
  const found = [];
  for (const { peer, factor } of target.limits) {
    const theirs = medians.get(peer);
    if (theirs === undefined) continue;
    const text = factor < 1 ? `${round(theirs.seconds / ours.seconds)} × as fast as ${peer} (wanted ${round(1 / factor)})` : `${round(ours.seconds / theirs.seconds)} of ${peer}'s time (wanted at most ${factor})`;
    found.push({ text, met: ours.seconds <= theirs.seconds * factor });
  }
  if (target.seconds !== undefined) found.push({ text: `${ours.seconds.toFixed(2)} s (wanted at most ${target.seconds})`, met: ours.seconds <= target.seconds });
  if (target.added !== undefined) found.push({ text: `${round(ours.added / 1e6)} MB of new data (wanted at most ${target.added / 1e6})`, met: ours.added <= target.added });
  const other = target.sizeOf === undefined ? undefined : medians.get(target.sizeOf);
  if (other !== undefined) found.push({ text: `repository ${(ours.size / other.size).toFixed(3)} of ${target.sizeOf}'s (wanted at most 1)`, met: ours.size <= other.size });
  found.push({ text: `${Math.round(ours.peakMib * 1.048576)} MB of memory (wanted at most ${Math.round(memoryLimit(work) * 1.048576)})`, met: ours.peakMib <= memoryLimit(work) });
  return found;
}

const round = (number) => Number(number.toFixed(2));
