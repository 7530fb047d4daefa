/** How far a run is, as far as that is known. */
import type { RunProgress } from '../../../preload/contract/run.ts';
import type { Text } from '../../text/language.tsx';

/** 0 to 1; null: the total is not known. */
export function shareOf({ bytes, files, totalBytes, totalFiles }: RunProgress): number | null {
  if (totalBytes !== null && totalBytes > 0) return Math.min(1, bytes / totalBytes);
  return totalFiles !== null && totalFiles > 0 ? Math.min(1, files / totalFiles) : null;
}

/** Hundredths, rounded down: a run that is not done is never at 100 % of something known. */
export const wholeShare = (share: number): number => Math.floor(share * 100) / 100;

/** "62 % · 3 min left", or what has been counted so far. */
export function progressLine(progress: RunProgress | null, { t, f }: Pick<Text, 't' | 'f'>): string {
  if (progress === null) return t.common.phase.starting;
  const share = shareOf(progress);
  if (share === null) return progress.files === 0 ? t.common.phase[progress.phase] : `${t.common.phase[progress.phase]}: ${t.common.files(f.count(progress.files), progress.files)}`;
  return progress.etaSeconds === null ? f.percent(wholeShare(share)) : `${f.percent(wholeShare(share))} · ${t.common.left(f.duration(progress.etaSeconds))}`;
}
