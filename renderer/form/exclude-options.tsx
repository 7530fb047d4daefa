/** The finer ways of leaving things out. */
import { NumberInput, Switch, TagsInput } from '@mantine/core';
import type { JSX } from 'react';
import type { Excludes } from '../../preload/contract/folder-spec.ts';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';

const MEGABYTE = 1_000_000;

/** Lists are entered an item at a time; nothing that was typed is split at spaces or commas, which names may hold. */
const LIST = { splitChars: [] as string[], clearable: true, acceptValueOnBlur: true } as const;

export function ExcludeOptions({ excludes, onChange }: { excludes: Excludes; onChange: (excludes: Excludes) => void }): JSX.Element {
  const { t } = useText();
  const words = t.form.exclude;
  return (
    <div className={classes.stack}>
      <Switch label={words.oneFileSystem} description={words.oneFileSystemWhy} checked={excludes.oneFileSystem} onChange={({ currentTarget }) => onChange({ ...excludes, oneFileSystem: currentTarget.checked })} />
      <NumberInput
        className={classes.short} label={words.largerThan} description={words.largerThanWhy} suffix=" MB" min={0} decimalScale={3} thousandSeparator=" " allowNegative={false}
        value={excludes.largerThan === null ? '' : excludes.largerThan / MEGABYTE}
        onChange={(value) => onChange({ ...excludes, largerThan: typeof value === 'number' && value > 0 ? Math.max(1, Math.round(value * MEGABYTE)) : null })}
      />
      <TagsInput {...LIST} label={words.ignoreCase} description={words.ignoreCaseWhy} value={excludes.patternsIgnoreCase} onChange={(patternsIgnoreCase) => onChange({ ...excludes, patternsIgnoreCase })} />
      <TagsInput {...LIST} label={words.ifPresent} description={words.ifPresentWhy} value={excludes.ifPresent} onChange={(ifPresent) => onChange({ ...excludes, ifPresent })} />
      <TagsInput {...LIST} label={words.files} description={words.filesWhy} value={excludes.files} onChange={(files) => onChange({ ...excludes, files })} />
    </div>
  );
}
