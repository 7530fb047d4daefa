/** The sentence as it is read. */
import { describe, expect, it } from 'vitest';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { de } from '../../text/de.ts';
import { en } from '../../text/en.ts';
import { formatFor } from '../../text/format.ts';
import type { Judged, Sentence } from './sentence.ts';
import { quietWords, wordsOf } from './sentence-words.ts';
import type { Verdict } from './verdict.ts';

const NOW = new Date(2026, 10, 21, 14, 2).getTime();
const TODAY = new Date(2026, 10, 21, 9, 5).getTime();
const english = { t: en, f: formatFor('en-GB', () => NOW) };
const german = { t: de, f: formatFor('de', () => NOW) };
const today = english.f.when(TODAY);
const status = { plan: { id: 'documents', name: 'Documents' }, destinations: [{ name: 'NAS', address: '', lastSuccessAt: new Date(TODAY).toISOString(), available: false }] } as unknown as PlanStatus;
const about = (verdict: Verdict, change: Partial<Judged> & { others?: number } = {}): Exclude<Sentence, { kind: 'empty' }> => ({
  kind: 'plan', judged: { status, verdict, running: null, ...change }, alike: 0, others: change.others ?? 0,
});

describe('the sentence', () => {
  it.each<[Verdict, string]>([
    [{ kind: 'failed', run: 'r', at: TODAY, reason: 'No room left on Photos drive.', newest: null }, `The backup of Documents failed ${today}: No room left on Photos drive.`],
    [{ kind: 'overdue', days: 9, newest: 0, away: 'Photos drive', only: null }, 'Documents has not been backed up for 9 days: Photos drive is away.'],
    [{ kind: 'overdue', days: 9, newest: 0, away: 'Photos drive', only: 'Photos drive' }, 'Documents has not been backed up to Photos drive for 9 days: it is away.'],
    [{ kind: 'overdue', days: 1, newest: 0, away: null, only: null }, 'Documents has not been backed up for 1 day.'],
    [{ kind: 'never', away: null }, 'Documents has never been backed up.'],
    [{ kind: 'away', destination: 'NAS', newest: TODAY, others: 0 }, 'NAS is away: Documents cannot be backed up there now.'],
    [{ kind: 'waiting', destination: 'Photos drive', days: 16, away: true, newest: TODAY }, 'Documents has waited 16 days to be carried on to Photos drive: plug it in.'],
    [{ kind: 'missing', path: '/a\nb', newest: TODAY, others: 1 }, '/a␊b and 1 other folder of Documents are not there.'],
    [{ kind: 'warned', run: 'r', problems: 14, newest: TODAY }, `Documents was backed up ${today}, but 14 problems were met.`],
  ])('says %o', (verdict, words) => {
    expect(wordsOf(about(verdict), english)).toBe(words);
  });
  it('is short when all is well', () => {
    expect(wordsOf({ kind: 'all-safe', since: TODAY, plans: 1, name: 'Documents' }, english)).toBe(`Everything was backed up ${today}.`);
    expect(wordsOf({ kind: 'all-safe', since: TODAY, plans: 3, name: 'Documents' }, german)).toBe(`Alles ist gesichert, jeder Plan ${german.f.when(TODAY)} oder später.`);
  });
  it('does not say "never" while the first backup runs', () => {
    expect(wordsOf(about({ kind: 'never', away: null }, { running: 'r' }), english)).toBe('Documents has no version yet: its first backup is running.');
  });
});

describe('the quiet line', () => {
  it('says what there is, what else there is, and what comes next', () => {
    expect(quietWords(about({ kind: 'failed', run: 'r', at: TODAY, reason: '', newest: TODAY }, { others: 2 }), english)).toBe(
      `Its newest version is from ${today}. 2 more plans need a look. Backups start when you press Back up now.`,
    );
  });
  it('says when a place that is away was last there', () => {
    expect(quietWords(about({ kind: 'away', destination: 'NAS', newest: TODAY, others: 0 }), english)).toContain(`NAS was last written ${today}.`);
  });
  it('tells that it is running again', () => {
    expect(quietWords(about({ kind: 'overdue', days: 9, newest: TODAY, away: null, only: null }, { running: 'r' }), english)).toContain('A new backup of it is running.');
  });
});
