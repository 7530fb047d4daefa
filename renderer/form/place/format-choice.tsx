/** How a new place stores: three ways, with what each means. What the place cannot hold is not to be chosen, and it is said why. */
import { IconArchive, IconFolders, IconLock } from '@tabler/icons-react';
import { useId, type JSX } from 'react';
import type { Place } from '../../../preload/contract/destination.ts';
import { useText } from '../../text/language.tsx';
import { fileSystemName } from '../file-system-name.ts';
import { FORMATS, formatProblem, type Format, type Storing } from '../format-model.ts';
import { ArchiveOptions } from './archive-options.tsx';
import { Choice } from './choice.tsx';
import classes from './place.module.css';

const ICONS: Record<Format, typeof IconLock> = { vault: IconLock, mirror: IconFolders, archive: IconArchive };

export interface FormatChoiceProps {
  storing: Storing;
  /** As ways of storing see it. */
  ground: Pick<Place, 'kind' | 'links' | 'fileSystem'>;
  onChange: (storing: Storing) => void;
}

export function FormatChoice({ storing, ground, onChange }: FormatChoiceProps): JSX.Element {
  const { t } = useText();
  const group = useId();
  const words = t.place.formats;
  return (
    <fieldset className={classes.formats}>
      <legend>{words.question}</legend>
      {FORMATS.map((format) => {
        const Icon = ICONS[format];
        const problem = formatProblem(format, ground);
        return (
          <Choice
            key={format} name={group} checked={storing.format === format} disabled={problem !== null} icon={<Icon size={20} stroke={1.6} aria-hidden="true" />} label={words[format].label}
            description={<>{words[format].why}{problem !== null && <span className={classes.attention}> {words.problem[problem](ground.fileSystem === null ? '' : fileSystemName(ground.fileSystem))}</span>}</>}
            onChoose={() => onChange({ ...storing, format })}
          />
        );
      })}
      {storing.format === 'archive' && <ArchiveOptions storing={storing} onChange={(change) => onChange({ ...storing, ...change })} />}
    </fieldset>
  );
}
