/** What the board tells of itself: chip, firmware, id, memory, file systems and their room. */
import type { JSX } from 'react';
import type { DeviceInfo } from '../../../../preload/contract/device.ts';
import { client } from '../../../client.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { useBoardQuery, type Access } from './access.ts';
import { AskAgain } from './ask-again.tsx';
import classes from './board.module.css';
import { Told } from './told.tsx';

export function Details({ access }: { access: Access }): JSX.Element {
  const info = useBoardQuery(access, ['info'], (reach, signal) => client.device.info(reach, { signal }));
  return (
    <>
      <AskAgain access={access} query={info} />
      <Told access={access} query={info} lines={10}>{(told) => <Facts info={told} />}</Told>
    </>
  );
}

function Facts({ info }: { info: DeviceInfo }): JSX.Element {
  const { t, f } = useText();
  const words = t.board.facts;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.board, info.machine], [words.platform, info.platform], [words.firmware, `${t.devices.firmware(info.version)}${info.build === '' ? '' : ` (${info.build})`}`], [words.id, info.id ?? t.board.noId],
    [words.frequency, info.frequency === null ? null : t.board.megahertz(f.count(Math.round(info.frequency / 1e6)))], [words.port, info.port], [words.baud, f.count(info.baud)],
    [words.compare, t.board.compareBy[info.hash ?? 'none']], [words.clock, info.clockSet ? t.board.clockSet : t.board.clockNot], [words.found, t.board.found[info.found]],
    [words.partitions, info.partitions.length === 0 ? null : info.partitions.join(', ')],
  ];
  return (
    <div className={`${classes.details} surface`}>
      <Room name={t.board.memory} free={info.memoryFree} total={info.memoryTotal} />
      {info.mounts.map(({ path, size, free }) => <Room key={path} name={t.board.room(visible(path))} free={free} total={size} />)}
      <dl className={classes.list}>
        {facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [<div key={name}><dt>{name}</dt><dd>{visible(value)}</dd></div>]))}
      </dl>
    </div>
  );
}

/** How much is taken: a bar, and in words how much is free. */
function Room({ name, free, total }: { name: string; free: number; total: number }): JSX.Element {
  const { t, f } = useText();
  const share = total === 0 ? 0 : Math.min(1, Math.max(0, (total - free) / total));
  return (
    <div className={classes.room}>
      <span>{name}</span>
      <div className={classes.track} role="meter" aria-label={t.board.taken(name)} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
        <div style={{ transform: `scaleX(${share})` }} />
      </div>
      <span className={classes.roomText}>{t.board.free(f.bytes(free), f.bytes(total))}</span>
    </div>
  );
}
