/** A folder or drive: what is set up already, what is plugged in, this computer, or any folder. */
import { Button } from '@mantine/core';
import { IconDatabase, IconDeviceLaptop, IconFolder, IconServer, IconUsb } from '@tabler/icons-react';
import { useId, type JSX } from 'react';
import { useDrives } from '../../client/live-drives.ts';
import { useText } from '../../text/language.tsx';
import { namedAddress } from '../drive-address.ts';
import { fileSystemName } from '../file-system-name.ts';
import { nameOf } from '../folder-path.ts';
import { useFolderPicker } from '../use-folder-picker.tsx';
import { visible } from '../visible.ts';
import { Choice } from './choice.tsx';
import { offeredPlaces, volumeOf, type Offered } from './offered.ts';
import type { ChooserProps } from './place-kinds.ts';
import type { Where } from './place-model.ts';
import classes from './place.module.css';

const ICON = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

export function LocalChooser({ where, around, saved, onChoose }: ChooserProps): JSX.Element {
  const { t } = useText();
  const { pick, picker } = useFolderPicker();
  const group = useId();
  const { here } = around;
  const { news } = useDrives();
  const volumes = offeredPlaces(around.drives, around.landmarks?.landmarks ?? []);
  const at = where?.kind === 'place' ? where.address : null;
  const place = (address: string, volume: string | null): Where => ({ kind: 'place', address, volume, asIs: false });
  const offered = [...volumes.map(({ path }) => path), here?.address];
  const other = async (): Promise<void> => {
    const path = await pick({ title: t.place.pickTitle, ...(at === null ? {} : { startAt: at }) });
    if (path !== null) onChoose(place(path, volumeOf(path, volumes)));
  };
  return (
    <fieldset className={classes.places}>
      <legend className="sr-only">{t.place.question}</legend>
      {saved.length > 0 && <p className={classes.groupName}>{t.place.saved}</p>}
      {saved.map(({ name, address }) => (
        <Choice
          key={name} name={group} checked={where?.kind === 'saved' && where.name === name} icon={<IconDatabase {...ICON} />} label={<bdi>{visible(name)}</bdi>} description={<bdi className="path">{visible(namedAddress(address, around.drives))}</bdi>}
          onChoose={() => onChoose({ kind: 'saved', name })}
        />
      ))}
      <p className={classes.groupName}>{t.place.drives}</p>
      {volumes.map((volume) => <Volume key={volume.key} group={group} volume={volume} checked={volume.path !== null && at === volume.path} onChoose={() => volume.path !== null && onChoose(place(volume.path, volume.path))} />)}
      {news?.note != null && <p className="quiet">{visible(news.note)}</p>}
      {volumes.length === 0 && <p className={classes.noDrive}>{t.place.noDrive}</p>}
      <p className={classes.groupName}>{t.place.other}</p>
      {here !== null && (
        <Choice name={group} checked={at === here.address} icon={<IconDeviceLaptop {...ICON} />} label={here.name} description={t.place.hereWhy} onChoose={() => onChoose(place(here.address, null))} />
      )}
      {at !== null && !offered.includes(at) && (
        <Choice name={group} checked icon={<IconFolder {...ICON} />} label={<bdi>{visible(nameOf(at))}</bdi>} description={<bdi className="path">{visible(at)}</bdi>} onChoose={() => undefined} />
      )}
      <Button className={classes.chooseFolder} variant="default" onClick={() => void other()}>{t.place.choose}</Button>
      {picker}
    </fieldset>
  );
}

function Volume({ group, volume, checked, onChoose }: { group: string; volume: Offered; checked: boolean; onChoose: () => void }): JSX.Element {
  const { t, f } = useText();
  const { name, path, freeBytes, totalBytes, fileSystem, drive, obstacle } = volume;
  const room = freeBytes === null ? undefined : totalBytes === null ? t.form.free(f.bytes(freeBytes)) : t.form.freeOf(f.bytes(freeBytes), f.bytes(totalBytes));
  const facts = (
    <>
      {path !== null && <bdi className="path">{visible(path)}</bdi>}
      {fileSystem !== null && <> · {fileSystemName(fileSystem)}</>}
      {drive?.state === 'known' && <> · {t.place.knownDrive}</>}
      {obstacle !== null && <> · {t.place.obstacle[obstacle]}</>}
    </>
  );
  return <Choice name={group} checked={checked} disabled={obstacle !== null} icon={drive === null ? <IconServer {...ICON} /> : <IconUsb {...ICON} />} label={<bdi>{visible(name)}</bdi>} description={facts} aside={room} onChoose={onChoose} />;
}
