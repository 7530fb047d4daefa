/** Where its backups go: the place for boards, a destination that is set up, or any folder. */
import { Button } from '@mantine/core';
import { IconCpu, IconDatabase, IconFolder } from '@tabler/icons-react';
import type { JSX } from 'react';
import { namedAddress } from '../../../form/drive-address.ts';
import { nameOf } from '../../../form/folder-path.ts';
import { offeredPlaces, volumeOf } from '../../../form/place/offered.ts';
import { PlaceVerdict } from '../../../form/place/place-verdict.tsx';
import { useFolderPicker } from '../../../form/use-folder-picker.tsx';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { Choice } from '../../../form/place/choice.tsx';
import classes from './protect.module.css';
import type { StepProps } from './wizard.tsx';

const ICON = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

export function WhereStep({ destinations, answers: { where }, target, look, around, onChange }: StepProps): JSX.Element {
  const { t } = useText();
  const { pick, picker } = useFolderPicker();
  const other = async (): Promise<void> => {
    const path = await pick({ title: t.place.pickTitle, ...(where.kind === 'place' ? { startAt: where.address } : {}) });
    if (path !== null) onChange({ where: { kind: 'place', address: path, volume: volumeOf(path, offeredPlaces(around.drives, around.landmarks?.landmarks ?? [])), asIs: false } });
  };
  return (
    <fieldset className={classes.places}>
      <legend className="sr-only">{t.care.question.where}</legend>
      <Choice name="place" checked={where.kind === 'own'} icon={<IconCpu {...ICON} />} label={t.care.where.own} description={t.care.where.ownWhy} onChoose={() => onChange({ where: { kind: 'own' } })} />
      {destinations.map(({ name, address, format }) => (
        <Choice
          key={name} name="place" checked={where.kind === 'saved' && where.name === name} icon={<IconDatabase {...ICON} />} label={<bdi>{visible(name)}</bdi>}
          description={<>{t.care.where.format[format]} <bdi className="path">{visible(namedAddress(address, around.drives))}</bdi></>} onChoose={() => onChange({ where: { kind: 'saved', name } })}
        />
      ))}
      {where.kind === 'place' && <Choice name="place" checked icon={<IconFolder {...ICON} />} label={<bdi>{visible(nameOf(where.address))}</bdi>} description={<bdi className="path">{visible(namedAddress(where.address, around.drives))}</bdi>} onChoose={() => undefined} />}
      <div><Button variant="default" onClick={() => void other()}>{t.place.choose}</Button></div>
      {picker}
      {where.kind === 'gone' && <p className={classes.attention}><span aria-hidden="true">▲ </span>{t.care.where.gone(visible(where.name))}</p>}
      {target.place !== null && (
        <PlaceVerdict
          answers={target.place} look={look} needed={null} besideFirst={false} keepAsked={false}
          problem={target.problem === 'gone' ? null : target.problem} onChoose={(chosen) => onChange({ where: chosen })}
        />
      )}
      {target.makes && target.problem === null && <p>{t.care.where.makes}</p>}
    </fieldset>
  );
}
