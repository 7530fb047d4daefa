/** Browse what was backed up, on any day, and get it back. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, type JSX } from 'react';
import { originAt } from '../../form/origin.ts';
import { useOrigins } from '../../form/use-origins.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { OtherPlaceForm } from './other-place.tsx';
import { changed, type Go, type Place } from './place.ts';
import { RestoreRoom } from './restore-room.tsx';

export function RestorePage(): JSX.Element {
  const { t } = useText();
  const place: Place = useSearch({ from: '/restore' });
  const navigate = useNavigate({ from: '/restore' });
  const go = useCallback<Go>((change, replace = false) => void navigate({ search: (before) => changed(before, change), replace }), [navigate]);
  const { known, origins, error, retry } = useOrigins();
  if (known === null) return <Page title={t.frame.restore} wide>{error == null ? <Loading lines={8} /> : <Problem error={error} meaning={t.restore.untouched} retry={retry} />}</Page>;
  const origin = originAt(place, origins, known);
  if (origin !== null) return <RestoreRoom key={origin.key} origin={origin} origins={origins} place={place} go={go} />;
  return (
    <Page title={t.frame.restore} wide>
      <Empty title={place.plan === undefined ? t.restore.nothingYet : t.restore.noPlan}>
        <p>{t.restore.nothingYetText}</p>
        <Link to="/protect">{t.restore.protect}</Link>
      </Empty>
      <Empty title={t.restore.otherPlace}><OtherPlaceForm go={go} /></Empty>
    </Page>
  );
}
