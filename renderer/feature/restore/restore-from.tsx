/** "From": which plan or destination is looked at, or a backup at another place. */
import { useState, type JSX } from 'react';
import { searchOf, type Origin } from '../../form/origin.ts';
import { OriginSelect } from '../../form/origin-select.tsx';
import { useText } from '../../text/language.tsx';
import { OtherPlaceDialog } from './other-place.tsx';
import type { Go } from './place.ts';

export function RestoreFrom({ origin, origins, go }: { origin: Origin; origins: readonly Origin[]; go: Go }): JSX.Element {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const nameOf = ({ kind, plan, destination, isOneOfSeveral }: Origin): string => {
    if (kind === 'default') return t.restore.defaultVault;
    if (plan === null) return destination;
    return isOneOfSeveral ? `${plan.name} · ${destination}` : plan.name;
  };
  return (
    <>
      <OriginSelect
        label={t.restore.from} origin={origin} origins={origins} nameOf={nameOf} other={{ group: t.restore.notKnown, label: `${t.restore.otherPlace} …`, onChoose: () => setAsking(true) }}
        onOrigin={(next) => go({ plan: undefined, destination: undefined, snapshot: undefined, path: undefined, find: undefined, ...searchOf(next) })}
      />
      {asking && <OtherPlaceDialog go={go} onClose={() => setAsking(false)} />}
    </>
  );
}
