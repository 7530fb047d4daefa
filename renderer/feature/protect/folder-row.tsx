/** One folder that can be protected, with its size as it is counted. */
import { Checkbox } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import { nameOf } from '../../form/folder-path.ts';
import { landmarkIcon } from '../../form/landmark-icon.ts';
import type { Measured } from '../../form/measured.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import classes from './protect.module.css';

interface FolderRowProps {
  path: string;
  landmark: Landmark | null;
  measured: Measured | null;
  checked: boolean;
  /** Another chosen folder that this one lies in. */
  within: string | null;
  onChange: (checked: boolean) => void;
}

export function FolderRow({ path, landmark, measured, checked, within, onChange }: FolderRowProps): JSX.Element {
  const { t } = useText();
  const Icon = landmark === null ? IconFolder : landmarkIcon[landmark.kind];
  const name = landmark?.kind === 'home' ? t.form.landmark.home : visible(landmark?.name ?? nameOf(path));
  return (
    <div className={classes.folder} data-checked={checked || undefined}>
      <Checkbox
        className={classes.grow} checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        label={<span className={classes.folderName}><Icon size={16} stroke={1.6} aria-hidden="true" /><bdi>{name}</bdi></span>}
        description={<><bdi className="path">{visible(path)}</bdi>{within !== null && checked && <> · {t.protect.what.within(visible(nameOf(within)))}</>}</>}
      />
      <FolderSize measured={measured} />
    </div>
  );
}

function FolderSize({ measured }: { measured: Measured | null }): JSX.Element {
  const { t, f } = useText();
  if (measured !== null && measured.error !== null) return <span className={classes.attention}>▲ {t.protect.what.gone}</span>;
  const measure = measured?.measure ?? null;
  if (measure === null) return <span className={classes.size}>{t.protect.what.counting}</span>;
  return <span className={classes.size} title={t.common.files(f.count(measure.kept.files), measure.kept.files)}>{f.bytes(measure.kept.bytes)}{measure.done ? '' : ' …'}</span>;
}
