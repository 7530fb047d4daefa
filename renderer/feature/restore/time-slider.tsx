/** The versions on a line: dragging, keys and buttons move over them, the date says where. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useRef, useState, type JSX, type KeyboardEvent, type PointerEvent } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { useText } from '../../text/language.tsx';
import { amongAlike, indexAt, movedBy, shareOf, ticksOf } from './ticks.ts';
import classes from './time-slider.module.css';
import type { Sliding } from './use-sliding.ts';

export function TimeSlider({ versions, sliding }: { versions: readonly Snapshot[]; sliding: Sliding }): JSX.Element {
  const { t, f } = useText();
  const { index, move, step } = sliding;
  const minutes = useMemo(() => versions.map(({ time }) => f.dateTime(time)), [versions, f]);
  const name = (at: number): string => {
    const { number, of } = amongAlike(minutes, at);
    return of > 1 ? `${minutes[at]} (${t.restore.ofAlike(f.count(number), f.count(of))})` : minutes[at]!;
  };
  const alike = amongAlike(minutes, index);
  const words = `${name(index)} – ${t.restore.versionOf(f.count(index + 1), f.count(versions.length))}`;
  return (
    <div className={classes.bar}>
      <Step label={t.restore.older} disabled={index === 0} onClick={() => step(-1)} icon={<IconChevronLeft size={20} stroke={1.6} />} />
      <div className={classes.middle}>
        <Track versions={versions} index={index} words={words} name={name} move={move} />
        <div className={classes.ends} aria-hidden="true">
          <span>{f.date(versions[0]!.time)}</span>
          {versions.length > 1 && <span>{f.date(versions.at(-1)!.time)}</span>}
        </div>
      </div>
      <Step label={t.restore.newer} disabled={index === versions.length - 1} onClick={() => step(1)} icon={<IconChevronRight size={20} stroke={1.6} />} />
      <div className={classes.date}>
        <strong>{minutes[index]}{alike.of > 1 && <span title={t.restore.ofAlike(f.count(alike.number), f.count(alike.of))}> · {f.count(alike.number)}/{f.count(alike.of)}</span>}</strong>
        <span className="quiet">{index === versions.length - 1 ? t.restore.newest(f.count(versions.length), versions.length) : t.restore.versionOf(f.count(index + 1), f.count(versions.length))}</span>
      </div>
    </div>
  );
}

function Step({ label, disabled, onClick, icon }: { label: string; disabled: boolean; onClick: () => void; icon: JSX.Element }): JSX.Element {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={32} aria-label={label} data-disabled={disabled || undefined} aria-disabled={disabled} onClick={disabled ? undefined : onClick}>{icon}</ActionIcon>
    </Tooltip>
  );
}

interface TrackProps {
  versions: readonly Snapshot[];
  index: number;
  words: string;
  name: (index: number) => string;
  move: (index: number) => void;
}

function Track({ versions, index, words, name, move }: TrackProps): JSX.Element {
  const { t, f } = useText();
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const line = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const count = versions.length;
  const ticks = useMemo(() => ticksOf(versions.map(({ time }) => f.date(time)), width), [versions, width, f]);
  const under = ({ clientX }: PointerEvent): number => {
    const { left, width: wide } = line.current!.getBoundingClientRect();
    return indexAt((clientX - left) / wide, count);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = movedBy(event.key, index, count);
    if (to === null) return;
    event.preventDefault();
    if (to !== index) move(to);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const at = under(event);
    setHovered(at);
    if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId) && at !== index) move(at);
  };
  const at = (each: number): string => `${shareOf(each, count) * 100}%`;
  return (
    <div
      role="slider" tabIndex={0} className={classes.track} aria-label={t.restore.slider} aria-valuemin={1} aria-valuemax={count} aria-valuenow={index + 1} aria-valuetext={words} aria-orientation="horizontal"
      onKeyDown={onKeyDown} onPointerMove={onPointerMove} onPointerLeave={() => setHovered(null)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        if (under(event) !== index) move(under(event));
      }}
    >
      <div ref={measured} className={classes.measured} />
      <div ref={line} className={classes.line}>
        <div className={classes.past} style={{ width: at(index) }} />
        {ticks.map(({ index: tick, day }) => <div key={tick} className={classes.tick} data-day={day || undefined} style={{ left: at(tick) }} />)}
        <div className={classes.thumb} style={{ left: at(index) }} />
        {hovered !== null && hovered !== index && <div className={classes.bubble} style={{ left: at(hovered) }}>{name(hovered)}</div>}
      </div>
    </div>
  );
}
