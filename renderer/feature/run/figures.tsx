/** A run while it runs: how far, how fast, how long still. */
import type { JSX } from 'react';
import type { RunProgress } from '../../../preload/contract/run.ts';
import { useText } from '../../text/language.tsx';
import { Meter } from './meter.tsx';
import { shareOf, wholeShare } from './progress.ts';
import classes from './run.module.css';

export function Figures({ progress, title }: { progress: RunProgress; title: string }): JSX.Element {
  const { t, f } = useText();
  const { files, bytes, totalFiles, totalBytes, etaSeconds, phase } = progress;
  const share = shareOf(progress);
  const done = (so: string, total: string | null): string => (total === null ? so : t.run.of(so, total));
  const counted = files > 0 ? t.run.counting(t.common.phase[phase], t.common.files(f.count(files), files)) : t.common.phase[phase];
  return (
    <section className={`${classes.panel} surface`}>
      <div className={classes.headline}>
        <span className={share === null ? classes.counted : classes.share}>{share === null ? counted : f.percent(wholeShare(share))}</span>
        <span className="quiet">{etaSeconds === null ? '' : t.common.left(f.duration(etaSeconds))}</span>
      </div>
      <Meter share={share} label={title} />
      <dl className={classes.figures}>
        <div><dt>{t.run.files}</dt><dd>{done(f.count(files), totalFiles === null ? null : f.count(totalFiles))}</dd></div>
        <div><dt>{t.run.data}</dt><dd>{done(f.bytes(bytes), totalBytes === null ? null : f.bytes(totalBytes))}</dd></div>
        <div><dt>{t.run.speed}</dt><dd>{t.common.perSecond(f.bytes(progress.bytesPerSecond))}</dd></div>
        <div><dt>{t.run.elapsed}</dt><dd>{f.duration(progress.elapsedSeconds)}</dd></div>
      </dl>
    </section>
  );
}
