/** Throughput over the time of a run: a picture with values under the pointer, or a table. */
import { Button } from '@mantine/core';
import { memo, useId, useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import classes from './run.module.css';
import { spread, type Sample } from './samples.ts';
import { ThroughputChart } from './throughput-chart.tsx';

/** Rows are read, not scanned. */
const ROWS = 24;

export const Throughput = memo(function Throughput({ samples }: { samples: readonly Sample[] }): JSX.Element | null {
  const { t, f } = useText();
  const [asTable, setAsTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const heading = useId();
  const pointed = at === null ? undefined : samples[at];
  const rate = (value: number): string => t.common.perSecond(f.bytes(Math.round(value)));
  return (
    <section className={`${classes.panel} surface`} aria-labelledby={heading}>
      <div className={classes.headline}>
        <h2 id={heading} className={classes.small}>{t.run.chart}</h2>
        <span className={`${classes.pointed} quiet`}>{pointed === undefined ? '' : t.run.chartNow(rate(pointed[1]), f.duration(pointed[0]))}</span>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setAsTable(!asTable)}>{asTable ? t.run.chartPicture : t.run.chartTable}</Button>
      </div>
      {asTable ? (
        <div className={classes.tableBox} tabIndex={0} role="region" aria-labelledby={heading}>
          <table className={`${classes.table} dense`}>
            <thead><tr><th scope="col">{t.run.elapsed}</th><th scope="col">{t.run.speed}</th></tr></thead>
            <tbody>{spread(samples, ROWS).map(([seconds, value]) => <tr key={seconds}><td>{f.duration(seconds)}</td><td>{rate(value)}</td></tr>)}</tbody>
          </table>
        </div>
      ) : samples.length < 2 ? <p className={`${classes.chartPlace} quiet`}>{t.run.chartSoon}</p> : <ThroughputChart samples={samples} at={at} onPoint={setAt} rate={rate} />}
    </section>
  );
});
