/** The archives of one destination: its chains, what each archive needs, and what is missing. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Chains } from '../../../preload/contract/archive.ts';
import { client } from '../../client.ts';
import { OpeningProblem } from '../../form/opening-problem.tsx';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { ChainSection } from './chain-section.tsx';
import { inOrder } from './chain.ts';
import classes from './chains.module.css';

const route = getRouteApi('/archives');

const useChains = (destination: string): UseQueryResult<Chains> =>
  useQuery({ queryKey: ['snapshots', 'chains', destination], retry: false, queryFn: ({ signal }) => client.destination.chains({ destination }, { signal }) });

export function ChainsPage(): JSX.Element {
  const { t } = useText();
  const { destination = '' } = route.useSearch();
  const chains = useChains(destination);
  return (
    <Page title={t.chains.title(visible(destination))} actions={<LinkButton variant="default" to="/history" search={{ destination }}>{t.chains.back}</LinkButton>}>
      <p className={classes.intro}>{t.chains.intro}</p>
      {chains.data !== undefined
        ? <All chains={chains.data} />
        : chains.error === null ? <Loading lines={8} height={28} /> : <OpeningProblem name={destination} error={chains.error} meaning={t.chains.unreachable} onOpened={() => void chains.refetch()} />}
    </Page>
  );
}

function All({ chains: { chains, problems, notes } }: { chains: Chains }): JSX.Element {
  const { t } = useText();
  return (
    <>
      {problems.length > 0 && <Sentences title={t.chains.problems} sentences={problems} trouble />}
      {chains.length === 0 && problems.length === 0 && <Empty title={t.chains.none}><p>{t.chains.noneWhy}</p></Empty>}
      {inOrder(chains).map((chain) => <ChainSection key={chain.id} chain={chain} all={chains} />)}
      {notes.length > 0 && <Sentences title={t.chains.notes} sentences={notes} />}
    </>
  );
}

function Sentences({ title, sentences, trouble = false }: { title: string; sentences: readonly string[]; trouble?: boolean }): JSX.Element {
  return (
    <section className={classes.sentences} data-trouble={trouble || undefined}>
      <h2>{trouble && <span aria-hidden="true">▲ </span>}{title}</h2>
      <ul>{sentences.map((sentence) => <li key={sentence}>{visible(sentence)}</li>)}</ul>
    </section>
  );
}
