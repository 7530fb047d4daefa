/** Why a version stays, and until when. */
import type { JSX } from 'react';
import type { Keeping } from '../../../preload/contract/snapshot-procedures.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { useAppInfo, usePlans } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import type { Origin } from '../../form/origin.ts';
import { useKeeping } from './queries.ts';
import { reasonInWords } from './reasons.ts';

/** The plan a version belongs to, by the tag it carries. */
const planIdOf = ({ tags = [] }: Snapshot): string | null => tags.find((tag) => tag.startsWith('plan:'))?.slice('plan:'.length) ?? null;

export function KeptBecause({ origin: { plan: shown, destination }, snapshot }: { origin: Origin; snapshot: Snapshot }): JSX.Element {
  const { t } = useText();
  const id = planIdOf(snapshot);
  const others = usePlans().data;
  const hostname = useAppInfo().data?.hostname;
  const plan = shown ?? others?.find((one) => one.plan.id === id)?.plan ?? null;
  const keeping = useKeeping(plan, destination);
  const words = t.history;
  if (id === null) return <p>{words.noPlan}</p>;
  if (plan === null) return <p>{words.planGone}</p>;
  if (hostname !== undefined && snapshot.hostname !== hostname) return <p>{words.otherMachine(snapshot.hostname ?? '')}</p>;
  if (plan.retention === null) return <p>{words.keptForever}</p>;
  return <Loaded query={keeping} lines={1}>{(all) => <Because found={all.find((one) => one.snapshot === snapshot.id)} />}</Loaded>;
}

function Because({ found }: { found: Keeping | undefined }): JSX.Element {
  const { t, f } = useText();
  const words = t.history;
  if (found === undefined || !found.keep) return <p>{words.notKept}</p>;
  const reasons = [...new Set(found.reasons.map((reason) => reasonInWords(reason, words.reason)))];
  return (
    <p>
      {words.keptBecause(f.list(reasons))}{' '}
      {found.until === null ? words.keptForGood : words.keptUntil(f.date(`${found.until.slice(0, 10)}T12:00`))}
    </p>
  );
}
