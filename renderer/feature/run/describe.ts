/** A run in words: its title, and what it came to. */
import type { Destination } from '../../../preload/contract/destination.ts';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Run } from '../../../preload/contract/run.ts';
import type { Text } from '../../text/language.tsx';
import { outcomesOf, tookSeconds, type Outcome } from './result.ts';

type Words = Pick<Text, 't' | 'f'>;

export interface Known {
  plans: readonly PlanStatus[];
  destinations: readonly Destination[];
}

/** "Documents → Photos drive": people's own names, where they gave any. */
export function titleOf(run: Pick<Run, 'kind' | 'plan' | 'subject' | 'destination'>, { plans, destinations }: Known, { t }: Words): string {
  const plan = run.plan === null ? undefined : plans.find((status) => status.plan.id === run.plan)?.plan;
  const what = plan?.name ?? run.subject;
  const where = placesOf(run.destination, destinations);
  return t.run.title[run.kind](what === '' ? where : what, where);
}

/** A run's destinations are addresses, joined by commas; shown are their names. */
export function placesOf(addresses: string, destinations: readonly Destination[]): string {
  const named = new Map(destinations.map(({ address, name }) => [address, name]));
  return named.get(addresses) ?? addresses.split(', ').map((address) => named.get(address) ?? address).join(', ');
}

/** The rules of a plan often have nothing to do. */
const forgotNothing = (outcome: Outcome): boolean => outcome.kind === 'forget' && outcome.removed.length === 0;

/** One sentence for each destination or target; none for runs without results. */
export function resultSentences(run: Run, destinations: readonly Destination[], words: Words): string[] {
  const seconds = tookSeconds(run);
  const took = seconds === null ? '' : words.f.duration(seconds);
  const outcomes = outcomesOf(run.results).filter((outcome) => run.kind === 'forget' || !forgotNothing(outcome));
  return outcomes.map((outcome) => {
    if (outcome.kind === 'transfer') return transferSentence(outcome, placesOf(outcome.to, destinations), words);
    const sentence = sentenceOf(outcome, took, words);
    const several = outcome.kind === 'backup' && outcomes.filter(({ kind }) => kind === 'backup').length > 1;
    return several ? `${placesOf(outcome.destination, destinations)}: ${sentence}` : sentence;
  });
}

function transferSentence({ state, bytes, verified }: Extract<Outcome, { kind: 'transfer' }>, where: string, { t, f }: Words): string {
  const words = t.run.result;
  switch (state) {
    case 'succeeded':
      if (verified?.files === 0) return words.transferNoNews(where);
      return words.transferred(f.bytes(bytes), where, t.common.files(f.count(verified?.files ?? 0), verified?.files ?? 0), verified?.files ?? 0);
    case 'nothing':
      return words.transferNothing(where);
    case 'not-due':
      return words.transferNotDue(where);
    case 'skipped':
      return words.transferAway(where);
    case 'failed':
      return words.transferFailed(where);
  }
}

function sentenceOf(outcome: Exclude<Outcome, { kind: 'transfer' }>, took: string, { t, f }: Words): string {
  const words = t.run.result;
  const files = (n: number): string => t.common.files(f.count(n), n);
  const items = (n: number): string => t.common.items(f.count(n), n);
  switch (outcome.kind) {
    case 'backup': {
      const safe = outcome.safe === 0 ? '' : words.alreadySafe(files(outcome.safe), outcome.safe);
      if (outcome.dryRun) return words.wouldBackUp(f.bytes(outcome.bytes), files(outcome.files));
      return outcome.files === 0 ? words.nothingNew(took, safe) : words.backedUp(f.bytes(outcome.bytes), files(outcome.files), took, safe);
    }
    case 'restore': {
      const written = outcome.created + outcome.replaced;
      const sentence = outcome.dryRun ? words.wouldRestore(items(written), f.bytes(outcome.bytes)) : words.restored(items(written), f.bytes(outcome.bytes), took);
      return [
        sentence, outcome.unchanged > 0 && words.same(items(outcome.unchanged), outcome.unchanged), outcome.aside > 0 && words.aside(items(outcome.aside), outcome.aside),
        outcome.deleted > 0 && words.deleted(items(outcome.deleted), outcome.deleted), outcome.verified !== null && words.verified(files(outcome.verified), outcome.verified),
      ].filter((part) => part !== false).join(' ');
    }
    case 'device-restore': {
      const written = outcome.created + outcome.replaced;
      const sentence = outcome.dryRun ? words.wouldRestore(items(written), f.bytes(outcome.bytes)) : words.restored(items(written), f.bytes(outcome.bytes), took);
      return [
        outcome.takenBack ? words.takenBack : sentence, outcome.unchanged > 0 && words.same(items(outcome.unchanged), outcome.unchanged), outcome.deleted > 0 && words.deleted(items(outcome.deleted), outcome.deleted),
        outcome.verified !== null && words.verified(files(outcome.verified), outcome.verified),
      ].filter((part) => part !== false).join(' ');
    }
    case 'check': {
      const versions = t.common.versions(f.count(outcome.snapshots), outcome.snapshots);
      const read = outcome.bytesRead > 0 ? f.bytes(outcome.bytesRead) : '';
      return outcome.errors.length === 0 ? words.checkedWhole(versions, read, took) : words.checkedBroken(f.count(outcome.errors.length), outcome.errors.length, took);
    }
    case 'prune':
      return (outcome.dryRun ? words.wouldPrune : words.pruned)(f.bytes(outcome.remove.bytes), f.bytes(outcome.remaining.bytes));
    case 'copy':
      return words.copied(t.common.versions(f.count(outcome.copied.length), outcome.copied.length), f.bytes(outcome.bytes), took, outcome.skipped.length === 0 ? '' : t.common.versions(f.count(outcome.skipped.length), outcome.skipped.length));
    case 'merge':
      return words.merged(f.count(outcome.folded.length), outcome.folded.length, f.bytes(outcome.freed), took);
    case 'forget':
      if (outcome.removed.length === 0) return words.nothingForgotten(f.count(outcome.kept));
      return words.forgotten(t.common.versions(f.count(outcome.removed.length), outcome.removed.length), f.count(outcome.kept));
    case 'repair':
      return outcome.changes.length === 0 ? words.nothingToRepair : words.repaired(f.count(outcome.changes.length), outcome.changes.length);
  }
}

/** One line for lists: the result, or why there is none. */
export function resultLine(run: Run, destinations: readonly Destination[], words: Words): string {
  if (run.fault !== null) return run.fault.message;
  const sentences = resultSentences(run, destinations, words);
  return sentences.join(' ') || (run.outcome === null ? '' : words.t.run.ended[run.outcome]);
}
