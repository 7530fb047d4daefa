/** One archive of a chain: what it holds, how it stands, and opened, what it needs and what needs it. */
import { IconChevronRight } from '@tabler/icons-react';
import { useId, type JSX, type ReactNode } from 'react';
import type { ChainLink } from '../../../preload/contract/archive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, type State } from '../../ui/state-mark.tsx';
import type { ShownLink } from './chain.ts';
import classes from './chains.module.css';

const MARK: Record<ShownLink['standing'], State> = { ok: 'safe', broken: 'attention', missing: 'failed', damaged: 'failed' };

interface LinkRowProps {
  shown: ShownLink;
  opened: boolean;
  /** The opened one needs it. */
  needed: boolean;
  actions?: ReactNode;
  onToggle: () => void;
}

export function LinkRow({ shown, opened, needed, actions, onToggle }: LinkRowProps): JSX.Element {
  const { t, f } = useText();
  const { link, needs, unknown, standing } = shown;
  const details = useId();
  const count = needs.length + unknown;
  return (
    <li className={classes.link} data-kind={link.kind} data-needed={needed || undefined} data-opened={opened || undefined}>
      <button type="button" className={classes.row} aria-expanded={opened} aria-controls={details} onClick={onToggle}>
        <IconChevronRight size={16} stroke={1.6} aria-hidden="true" className={classes.chevron} />
        <StateMark state={MARK[standing]} label={t.chains.standing[standing]} bare={standing === 'ok'} />
        <span className={classes.time}>{f.dateTime(link.time)}</span>
        <span className={classes.kind}>{t.chains.kind[link.kind]}{link.snapshot === null && <> · {t.chains.kept}</>}</span>
        <span className={classes.note}>{needed ? <strong>{t.chains.needed}</strong> : count === 0 ? t.chains.needsNothing : t.chains.needs(f.count(count), count)}</span>
        <span className={classes.size}>{f.bytes(link.bytes)}</span>
      </button>
      {/* Its place stays, so that what the button controls is always there. */}
      <div id={details} hidden={!opened} className={classes.details}>{opened && <><Details shown={shown} />{actions != null && <div className={classes.actions}>{actions}</div>}</>}</div>
    </li>
  );
}

function Details({ shown: { link, needs, unknown, neededBy } }: { shown: ShownLink }): JSX.Element {
  const { t, f } = useText();
  return (
    <dl className="dense">
      {link.problems.length > 0 && <div><dt>{t.common.details}</dt><dd>{link.problems.map((sentence) => <p key={sentence}>{visible(sentence)}</p>)}</dd></div>}
      <div><dt>{t.chains.file}</dt><dd>{link.files.map(({ name, bytes }) => <p key={name}><bdi className="path">{visible(name)}</bdi> <span className="quiet">{f.bytes(bytes)}</span></p>)}</dd></div>
      <div><dt>{t.chains.needsTitle}</dt><dd>{needs.length + unknown === 0 ? t.chains.needsNothing : <Names links={needs} />}{unknown > 0 && <p>{t.chains.unknown(f.count(unknown), unknown)}</p>}</dd></div>
      {neededBy.length > 0 && <div><dt>{t.chains.neededTitle}</dt><dd><Names links={neededBy} /></dd></div>}
    </dl>
  );
}

function Names({ links }: { links: readonly ChainLink[] }): JSX.Element {
  const { t, f } = useText();
  return <>{links.map(({ id, name, time, state }) => <p key={id}>{f.dateTime(time)} <bdi className="path">{visible(name)}</bdi>{state !== 'ok' && <span className={classes.bad}> · {t.chains.standing[state]}</span>}</p>)}</>;
}
