/** One chain as a list from its full archive on. A row opens to what it needs and what needs it; those are marked in the list meanwhile. */
import { useId, useState, type JSX, type ReactNode } from 'react';
import type { Chain, ChainLink } from '../../../preload/contract/archive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { SHAPES } from '../../ui/state-mark.tsx';
import { lossesOf, shownLinks, type Loss } from './chain.ts';
import classes from './chains.module.css';
import { LinkRow } from './link-row.tsx';

interface ChainSectionProps {
  chain: Chain;
  all: readonly Chain[];
  /** What can be done with an archive, shown where it is opened. */
  actions?: (link: ChainLink) => ReactNode;
}

export function ChainSection({ chain, all, actions }: ChainSectionProps): JSX.Element {
  const { t, f } = useText();
  const heading = useId();
  const [chosen, choose] = useState<string | null>(null);
  const shown = shownLinks(chain, all);
  const needed = new Set(shown.find(({ link }) => link.id === chosen)?.needs.map(({ id }) => id));
  const [first, last] = [chain.links[0], chain.links.at(-1)];
  return (
    <section aria-labelledby={heading} className={classes.chain}>
      <header>
        <h2 id={heading}>{first === undefined || last === undefined ? '' : t.chains.chain(f.date(first.time), f.date(last.time))}</h2>
        <p className="quiet">{t.chains.holds(f.count(chain.links.length), chain.links.length, f.bytes(chain.bytes))}. {chain.linksLeft === null ? t.chains.ended : t.chains.goesOn(f.count(chain.linksLeft), chain.linksLeft)}</p>
      </header>
      {lossesOf(shown).map((loss) => <Lost key={loss.link?.id ?? ''} loss={loss} />)}
      <ol className={`${classes.links} surface`}>
        {shown.map((one) => (
          <LinkRow key={one.link.id} shown={one} opened={one.link.id === chosen} needed={needed.has(one.link.id)} actions={actions?.(one.link)} onToggle={() => choose(one.link.id === chosen ? null : one.link.id)} />
        ))}
      </ol>
    </section>
  );
}

/** What is not whole, what that costs, and what can be done. */
function Lost({ loss: { link, versions } }: { loss: Loss }): JSX.Element {
  const { t, f } = useText();
  return (
    <div className={classes.lost}>
      <span aria-hidden="true">{SHAPES.failed}</span>
      <div>
        <p className={classes.what}>{link === null || link.state === 'ok' ? t.chains.lostUnknown : t.chains.lost(visible(link.name), link.state)}</p>
        {link?.problems.map((sentence) => <p key={sentence}>{visible(sentence)}</p>)}
        <p>{t.chains.costs(f.list(versions.map((time) => f.dateTime(time))), versions.length)} {t.chains.advice}</p>
      </div>
    </div>
  );
}
