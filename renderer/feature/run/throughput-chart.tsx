/** The picture: an area over time, drawn as one path. */
import { useElementSize } from '@mantine/hooks';
import { memo, type JSX, type PointerEvent } from 'react';
import { useText } from '../../text/language.tsx';
import classes from './throughput-chart.module.css';
import { nearest, roundUp, type Sample } from './samples.ts';

const HEIGHT = 148;
const BELOW = 20;
const LEFT = 72;

export interface ThroughputChartProps {
  /** At least two. */
  samples: readonly Sample[];
  /** The one that is pointed at. */
  at: number | null;
  onPoint: (at: number | null) => void;
  rate: (bytesPerSecond: number) => string;
}

export const ThroughputChart = memo(function ThroughputChart({ samples, at, onPoint, rate }: ThroughputChartProps): JSX.Element {
  const { t, f } = useText();
  const { ref, width } = useElementSize();
  const first = samples[0]![0];
  const last = samples.at(-1)![0];
  const top = roundUp(samples.reduce((most, [, value]) => Math.max(most, value), 0));
  const plot = Math.max(1, width - LEFT - 4);
  const x = (seconds: number): number => LEFT + ((seconds - first) / Math.max(1e-6, last - first)) * plot;
  const y = (value: number): number => 8 + (1 - value / top) * (HEIGHT - 8);
  const line = samples.map(([seconds, value], index) => `${index === 0 ? 'M' : 'L'}${x(seconds).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const pointed = at === null ? undefined : samples[at];
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>): void => {
    const across = clientX - currentTarget.getBoundingClientRect().left - LEFT;
    onPoint(nearest(samples, first + (across / plot) * (last - first)));
  };
  return (
    <div ref={ref} className={classes.chart}>
      <svg width={width} height={HEIGHT + BELOW} role="img" aria-label={`${t.run.chart}, ${t.run.chartPeak(rate(top))}`} onPointerMove={point} onPointerLeave={() => onPoint(null)}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line className={classes.grid} x1={LEFT} x2={LEFT + plot} y1={y(value)} y2={y(value)} />
            <text className={classes.label} x={LEFT - 8} y={y(value) + (value === top ? 8 : value === 0 ? -1 : 4)} textAnchor="end">{value === 0 ? '0' : rate(value)}</text>
          </g>
        ))}
        <path className={classes.area} d={`${line}L${x(last).toFixed(1)} ${HEIGHT}L${LEFT} ${HEIGHT}Z`} />
        <path className={classes.line} d={line} />
        <text className={classes.label} x={LEFT} y={HEIGHT + 16}>{f.duration(first)}</text>
        <text className={classes.label} x={LEFT + plot} y={HEIGHT + 16} textAnchor="end">{f.duration(last)}</text>
        {pointed !== undefined && <line className={classes.cursor} x1={x(pointed[0])} x2={x(pointed[0])} y1={8} y2={HEIGHT} />}
        {pointed !== undefined && <circle className={classes.dot} cx={x(pointed[0])} cy={y(pointed[1])} r={4} />}
      </svg>
    </div>
  );
});
