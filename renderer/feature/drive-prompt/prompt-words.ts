/** The questions in words, as they are shown and as they are announced. */
import type { DrivePrompt } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import type { Text } from '../../text/language.tsx';
import { oldestBackup, type Shown } from './asking.ts';

type Words = Pick<Text, 't' | 'f'>;

/** Leads to the question. */
export const KEY = 'q';

const named = (plans: readonly { name: string }[], { f }: Words): string => visible(f.list(plans.map(({ name }) => name)));

/** "Back up Documents to Photos drive now? (last: 9 days ago)" */
export function titleOf(prompt: DrivePrompt, words: Words): string {
  const { t } = words;
  const drive = visible(prompt.drive.name);
  switch (prompt.kind) {
    case 'back-up': return t.drives.prompt.question(named(prompt.plans, words), drive, lastWords(prompt.plans, words));
    case 'use': return t.drives.prompt.use(drive);
    case 'safe': return t.drives.prompt.safe(named(prompt.plans, words), prompt.plans.length, drive);
  }
}

function lastWords(plans: Extract<DrivePrompt, { kind: 'back-up' }>['plans'], { t, f }: Words): string {
  const oldest = oldestBackup(plans);
  if (oldest === null) return plans.every(({ lastSuccessAt }) => lastSuccessAt === null) ? t.drives.prompt.first : '';
  return (plans.length === 1 ? t.drives.prompt.last : t.drives.prompt.oldest)(f.ago(oldest));
}

/** What is said aloud; the page of the run and the list of runs speak for runs themselves. @param hint how it is answered. */
export function announcement(shown: Shown, words: Words, hint: string): string {
  const { t } = words;
  switch (shown.kind) {
    case 'prompt': return `${titleOf(shown.prompt, words)} ${hint}`;
    case 'ejected': return t.drives.ejected(visible(shown.drive.name));
    case 'used': return `${t.drives.prompt.used(visible(shown.drive.name))} ${t.drives.prompt.usedWhy}`;
    case 'running':
    case 'ended': return '';
  }
}
