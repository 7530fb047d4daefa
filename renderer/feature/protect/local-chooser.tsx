/** A folder or drive: what is set up already, what is plugged in, this computer, or any folder. */
import { Button } from '@mantine/core';
import { IconDatabase, IconDeviceLaptop, IconFolder, IconServer, IconUsb } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useDrives } from '../../client/live-drives.ts';
import { useAppInfo } from '../../client/use-basics.ts';
import { namedAddress } from '../../form/drive-address.ts';
import { lies, nameOf } from '../../form/folder-path.ts';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Choice } from './choice.tsx';
import { fileSystemName } from '../drives/drive-view.ts';
import { offeredPlaces, type Offered } from './offered.ts';
import type { ChooserProps } from './place-kinds.ts';
import classes from './protect.module.css';
import type { Where } from './wizard-state.ts';

const ICON = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

export function LocalChooser({ where, known, onChoose }: ChooserProps): JSX.Element {
  const { t } = useText();
  const { pick, picker } = useFolderPicker();
  const info = useAppInfo().data;
  const { news } = useDrives();
  const volumes = offeredPlaces(known.drives, known.landmarks?.landmarks ?? []);
  const at = where?.kind === 'place' ? where.address : null;
  const place = (address: string, volume: string | null): Where => ({ kind: 'place', address, volume, asIs: false });
  const offered = [...volumes.map(({ path }) => path), info?.defaultVault];
  const other = async (): Promise<void> => {
    const path = await pick({ title: t.protect.where.pickTitle, ...(at === null ? {} : { startAt: at }) });
    if (path !== null) onChoose(place(path, volumeOf(path, volumes)));
  };
  return (
    <fieldset className={classes.places}>
      <legend className="sr-only">{t.protect.where.question}</legend>
      {known.destinations.length > 0 && <p className={classes.groupName}>{t.protect.where.saved}</p>}
      {known.destinations.map(({ name, address }) => (
        <Choice
          key={name} name="place" checked={where?.kind === 'saved' && where.name === name} icon={<IconDatabase {...ICON} />} label={<bdi>{visible(name)}</bdi>} description={<bdi className="path">{visible(namedAddress(address, known.drives))}</bdi>}
          onChoose={() => onChoose({ kind: 'saved', name })}
        />
      ))}
      <p className={classes.groupName}>{t.protect.where.drives}</p>
      {volumes.map((volume) => <Volume key={volume.key} volume={volume} checked={volume.path !== null && at === volume.path} onChoose={() => volume.path !== null && onChoose(place(volume.path, volume.path))} />)}
      {news?.note != null && <p className="quiet">{visible(news.note)}</p>}
      {volumes.length === 0 && <p className={classes.noDrive}>{t.protect.where.noDrive}</p>}
      <p className={classes.groupName}>{t.protect.where.other}</p>
      {info !== undefined && (
        <Choice name="place" checked={at === info.defaultVault} icon={<IconDeviceLaptop {...ICON} />} label={t.protect.where.here} description={t.protect.where.hereWhy} onChoose={() => onChoose(place(info.defaultVault, null))} />
      )}
      {at !== null && !offered.includes(at) && (
        <Choice name="place" checked icon={<IconFolder {...ICON} />} label={<bdi>{visible(nameOf(at))}</bdi>} description={<bdi className="path">{visible(at)}</bdi>} onChoose={() => undefined} />
      )}
      <Button className={classes.chooseFolder} variant="default" onClick={() => void other()}>{t.protect.where.choose}</Button>
      {picker}
    </fieldset>
  );
}

const volumeOf = (path: string, volumes: readonly Offered[]): string | null =>
  volumes.flatMap((volume) => (volume.path !== null && lies(path, volume.path) ? [volume.path] : [])).toSorted((a, b) => b.length - a.length)[0] ?? null;

function Volume({ volume, checked, onChoose }: { volume: Offered; checked: boolean; onChoose: () => void }): JSX.Element {
  const { t, f } = useText();
  const { name, path, freeBytes, totalBytes, fileSystem, drive, obstacle } = volume;
  const room = freeBytes === null ? undefined : totalBytes === null ? t.form.free(f.bytes(freeBytes)) : t.form.freeOf(f.bytes(freeBytes), f.bytes(totalBytes));
  const facts = (
    <>
      {path !== null && <bdi className="path">{visible(path)}</bdi>}
      {fileSystem !== null && <> · {fileSystemName(fileSystem)}</>}
      {drive?.state === 'known' && <> · {t.protect.where.knownDrive}</>}
      {obstacle !== null && <> · {t.protect.where.obstacle[obstacle]}</>}
    </>
  );
  return <Choice name="place" checked={checked} disabled={obstacle !== null} icon={drive === null ? <IconServer {...ICON} /> : <IconUsb {...ICON} />} label={<bdi>{visible(name)}</bdi>} description={facts} aside={room} onChoose={onChoose} />;
}
