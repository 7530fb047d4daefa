/** What lies at the place, before anything is done there. */
import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { Place } from '../../../../preload/contract/destination.ts';
import { PathText } from '../../../form/path-text.tsx';
import { useText } from '../../../text/language.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import classes from '../page.module.css';
import type { Finding as Found } from './adding.ts';

export function Finding({ place: { freeBytes, fileSystem }, finding, onTake }: { place: Place; finding: Found; onTake: (address: string) => void }): JSX.Element {
  const { t, f } = useText();
  const words = t.settings.finding;
  const isGood = finding.kind === 'vault' || finding.kind === 'fresh';
  const facts = [freeBytes === null ? null : words.free(f.bytes(freeBytes)), fileSystem].filter((fact) => fact !== null).join(' · ');
  return (
    <div role="status" className={classes.finding}>
      <StateMark state={isGood ? 'safe' : 'attention'} label={words.title[finding.kind]} />
      <p>{finding.kind === 'known' ? words.known(finding.name) : words.text[finding.kind]}</p>
      {finding.kind === 'other' && (
        <>
          <p><PathText text={finding.suggestion} /></p>
          <Button size="xs" variant="default" onClick={() => onTake(finding.suggestion)}>{t.settings.useSuggestion}</Button>
        </>
      )}
      {isGood && facts !== '' && <p className="quiet dense">{facts}</p>}
    </div>
  );
}
