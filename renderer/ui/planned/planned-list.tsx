/** The list before a restore: kinds as filters with their numbers, entries below. */
import { useState, type JSX } from 'react';
import type { RestoreAction } from '../../../preload/contract/restore.ts';
import { useText } from '../../text/language.tsx';
import { Loading } from '../loading.tsx';
import { VirtualList } from '../virtual-list.tsx';
import { ACTIONS, type Planned } from './plan-fold.ts';
import classes from './planned.module.css';

const SIGNS: Record<RestoreAction, string> = { create: '＋', replace: '⇄', 'keep-both': '⧉', skip: '↷', same: '─', delete: '✕' };

export function PlannedList({ planned, busy }: { planned: Planned; busy: boolean }): JSX.Element {
  const { t, f } = useText();
  const [only, setOnly] = useState<RestoreAction | null>(null);
  const { items, counts } = planned;
  const total = ACTIONS.reduce((sum, action) => sum + (counts[action] ?? 0), 0);
  const shown = only === null ? items : items.filter(({ action }) => action === only);
  const wanted = only === null ? total : (counts[only] ?? 0);
  const chip = (action: RestoreAction | null, count: number): JSX.Element => (
    <button key={action ?? 'all'} type="button" className={classes.chip} aria-pressed={only === action} data-action={action ?? 'all'} onClick={() => setOnly(action)}>
      {action !== null && <span aria-hidden="true">{SIGNS[action]} </span>}{action === null ? t.common.all : t.restore.action[action]} <strong>{busy && items.length === 0 ? '…' : f.count(count)}</strong>
    </button>
  );
  return (
    <div className={classes.planned} aria-busy={busy}>
      <div className={classes.chips} role="group" aria-label={t.restore.kinds}>
        {chip(null, total)}
        {ACTIONS.filter((action) => action !== 'delete' || (counts.delete ?? 0) > 0).map((action) => chip(action, counts[action] ?? 0))}
      </div>
      <div className={classes.listFrame} data-busy={busy || undefined}>
        {items.length === 0 && busy ? <div className={classes.waiting}><Loading lines={5} /></div> : (
          <VirtualList label={t.restore.list} count={shown.length} lineHeight={26} className={classes.list}>
            {(index) => {
              const { action, path, size } = shown[index]!;
              return (
                <div className={classes.item} data-action={action}>
                  <span className={classes.sign} aria-hidden="true">{SIGNS[action]}</span>
                  <span className={classes.action}>{t.restore.action[action]}</span>
                  <bdi className={classes.path} title={path}>{path}</bdi>
                  <span className={classes.size}>{size === 0 ? '' : f.bytes(size)}</span>
                </div>
              );
            }}
          </VirtualList>
        )}
        {shown.length === 0 && !busy && <p className={`quiet ${classes.none}`}>{only === null ? t.restore.listEmpty : t.restore.kindEmpty}</p>}
      </div>
      {shown.length < wanted && !busy && <p className="quiet">{t.restore.listCut(f.count(shown.length), f.count(wanted))}</p>}
    </div>
  );
}
