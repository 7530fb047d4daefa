/** The sentence in words. */
import type { Text } from '../../text/language.tsx';
import { visible } from '../../form/visible.ts';
import type { Judged, Sentence } from './sentence.ts';
import type { Verdict } from './verdict.ts';

type Words = Pick<Text, 't' | 'f'>;

/** @returns what the page says in large letters. */
export function wordsOf(sentence: Exclude<Sentence, { kind: 'empty' }>, words: Words): string {
  if (sentence.kind === 'all-safe') return words.t.home.allSafe(sentence.plans, words.f.when(sentence.since));
  return aboutPlan(sentence.judged, words);
}

/** One plan's verdict as a sentence that names it. */
function aboutPlan({ status, verdict, running }: Judged, { t, f }: Words): string {
  const { name } = status.plan;
  const when = (at: number | null): string => (at === null ? '' : f.when(at));
  switch (verdict.kind) {
    case 'failed': return t.home.failed(name, when(verdict.at), visible(verdict.reason));
    case 'interrupted': return t.home.interrupted(name, when(verdict.at));
    case 'overdue': return t.home.overdue(name, f.count(verdict.days), verdict.days, verdict.only ?? '', verdict.away ?? '');
    case 'never': return running === null ? t.home.never(name, verdict.away ?? '') : t.home.firstRuns(name);
    case 'incomplete': return t.home.incomplete(name, verdict.destination, verdict.away);
    case 'clock': return verdict.newest === null ? t.home.clockUnreadable(name) : t.home.clockAhead(name, f.dateTime(verdict.newest));
    case 'away': return t.home.away(name, verdict.destination, f.count(verdict.others), verdict.others);
    case 'waiting': return t.home.waiting(name, verdict.destination, f.count(verdict.days), verdict.days, verdict.away);
    case 'missing': return t.home.missing(name, visible(verdict.path), f.count(verdict.others), verdict.others);
    case 'warned': return t.home.warned(name, f.when(verdict.newest), f.count(verdict.problems), verdict.problems);
    case 'stopped': return t.home.stopped[verdict.how](name, when(verdict.at));
    case 'running': return t.home.running(name);
    case 'safe': return t.home.allSafe(1, f.when(verdict.newest));
  }
}

/** The same for the plan's own card, which names it already. */
export function cardWords({ verdict, running }: Judged, { t, f }: Words): string {
  const words = t.home.card;
  const when = (at: number | null): string => (at === null ? '' : f.when(at));
  switch (verdict.kind) {
    case 'failed': return words.failed(when(verdict.at), visible(verdict.reason));
    case 'interrupted': return words.interrupted(when(verdict.at));
    case 'overdue': return words.overdue(f.count(verdict.days), verdict.days, verdict.only ?? '', verdict.away ?? '');
    case 'never': return running === null ? words.never(verdict.away ?? '') : words.first;
    case 'incomplete': return words.incomplete(verdict.destination);
    case 'clock': return words.clock;
    case 'away': return words.away(verdict.destination);
    case 'waiting': return words.waiting(verdict.destination, f.count(verdict.days), verdict.days, verdict.away);
    case 'missing': return words.missing(visible(verdict.path), f.count(verdict.others), verdict.others);
    case 'warned': return words.warned(f.when(verdict.newest), f.count(verdict.problems), verdict.problems);
    case 'stopped': return words.stopped[verdict.how](when(verdict.at));
    case 'running':
    case 'safe': return t.home.lastSuccess(f.when(verdict.newest));
  }
}

/** What the sentence rests on, and what comes next: the quiet line below it. */
export function quietWords(sentence: Exclude<Sentence, { kind: 'empty' }>, { t, f }: Words): string {
  if (sentence.kind === 'all-safe') return t.home.next;
  const { status, verdict, running } = sentence.judged;
  const newest = newestOf(verdict);
  const absent = status.destinations.find(({ name }) => name === absentOf(verdict));
  return [
    newest !== null && !newestSaid(verdict) && t.home.newestIs(f.when(newest)),
    absent !== undefined && absent.lastSuccessAt !== null && t.home.lastSeen(absent.name, f.when(absent.lastSuccessAt)),
    verdict.kind === 'failed' && verdict.newest === null && t.home.noneYet,
    running !== null && verdict.kind !== 'running' && verdict.kind !== 'never' && t.home.runsNow,
    sentence.others > 0 && t.home.othersToo(f.count(sentence.others), sentence.others),
    running === null && t.home.next,
  ].filter((part) => part !== false && part !== '').join(' ');
}

const newestOf = (verdict: Verdict): number | null => ('newest' in verdict ? verdict.newest : null);
/** The destination that the sentence says is away. */
const absentOf = (verdict: Verdict): string | null => (verdict.kind === 'away' ? verdict.destination : verdict.kind === 'overdue' ? verdict.away : null);
const newestSaid = ({ kind }: Verdict): boolean => kind === 'warned' || kind === 'clock' || kind === 'safe';
