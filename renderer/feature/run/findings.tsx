/** What a check found and a repair changed, by name. */
import type { JSX } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import classes from './run.module.css';
import { ShownPath } from './shown-path.tsx';

/** More are named in the log; nobody reads them here. */
const NAMED = 20;

export function Findings({ results }: Pick<Run, 'results'>): JSX.Element | null {
  const { t, f } = useText();
  const errors = results.flatMap((result) => (result.kind === 'check' ? result.errors : []));
  const sentences = results.flatMap((result) => (result.kind === 'check' ? result.notes : result.kind === 'repair' ? result.changes : []));
  if (errors.length === 0 && sentences.length === 0) return null;
  return (
    <div>
      <h2 className={classes.small}>{t.run.findings}</h2>
      <ul className={classes.findings}>
        {errors.slice(0, NAMED).map(({ message, affected, affectedCount }, index) => (
          <li key={index}>
            <p>{visible(message)}</p>
            {affectedCount > 0 && <p className="quiet">{t.run.affected(f.count(affectedCount), affectedCount)}</p>}
            {affected.slice(0, 5).map(({ snapshot, path }) => <ShownPath key={snapshot + path} path={path} />)}
          </li>
        ))}
        {sentences.slice(0, NAMED).map((sentence) => <li key={sentence}>{visible(sentence)}</li>)}
        {errors.length + sentences.length > NAMED && <li className="quiet">{t.run.moreFindings(f.count(errors.length + sentences.length - NAMED))}</li>}
      </ul>
    </div>
  );
}
