/** How a new place stores: three ways, with what each means. What the place cannot hold is not to be chosen, and it is said why. */
import { Checkbox, SegmentedControl } from '@mantine/core';
import { IconArchive, IconFolders, IconLock } from '@tabler/icons-react';
import type { JSX } from 'react';
import { CONTAINERS, FORMATS, formatProblem, type Container, type Format } from '../../form/format-model.ts';
import { useText } from '../../text/language.tsx';
import { fileSystemName } from '../drives/drive-view.ts';
import { groundOf } from './answers.ts';
import { Choice } from './choice.tsx';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

const ICONS: Record<Format, typeof IconLock> = { vault: IconLock, mirror: IconFolders, archive: IconArchive };

export function FormatChoice({ state, dispatch, known, answers }: StepProps): JSX.Element | null {
  const { t } = useText();
  const words = t.protect.where.formats;
  const ground = groundOf(known);
  if (ground === null) return null;
  const { storing } = answers;
  const choose = (change: Partial<Pick<StepProps['state'], 'format' | 'container' | 'encrypted'>>): void => dispatch({ type: 'answer', change });
  return (
    <fieldset className={classes.formats}>
      <legend>{words.question}</legend>
      {FORMATS.map((format) => {
        const Icon = ICONS[format];
        const problem = formatProblem(format, ground);
        return (
          <Choice
            key={format} name="format" checked={storing.format === format} disabled={problem !== null} icon={<Icon size={20} stroke={1.6} aria-hidden="true" />} label={words[format].label}
            description={<>{words[format].why}{problem !== null && <span className={classes.attention}> {words.problem[problem](ground.fileSystem === null ? '' : fileSystemName(ground.fileSystem))}</span>}</>}
            onChoose={() => choose({ format })}
          />
        );
      })}
      {storing.format === 'archive' && (
        <div className={classes.archiveOptions}>
          <SegmentedControl
            aria-label={words.container} value={state.container} data={CONTAINERS.map((value) => ({ value, label: words.containers[value] }))} onChange={(value) => choose({ container: value as Container })}
          />
          <Checkbox checked={state.encrypted} label={words.encrypt} description={words.encryptWhy} onChange={({ currentTarget }) => choose({ encrypted: currentTarget.checked })} />
        </div>
      )}
    </fieldset>
  );
}
