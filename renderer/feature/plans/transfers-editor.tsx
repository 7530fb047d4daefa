/** Phase two of a plan: where its backups are carried on to, how often, and when it is to be said that something waits. */
import { Checkbox, NumberInput, Select } from '@mantine/core';
import type { JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Transfer } from '../../../preload/contract/plan-settings.ts';
import { useDestinations } from '../../client/use-basics.ts';
import { newTransfer } from '../../form/transfers.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import classes from './plans.module.css';
import { Section } from './section.tsx';
import { Remove } from './source-editor.tsx';
import { originsFor, placesFor } from './transfers.ts';

interface TransfersEditorProps {
  status: PlanStatus;
  /** Destinations of the first phase. */
  direct: readonly string[];
  transfers: readonly Transfer[];
  problem: string | null;
  onChange: (transfers: Transfer[]) => void;
}

export function TransfersEditor({ status, direct, transfers, problem, onChange }: TransfersEditorProps): JSX.Element {
  const { t } = useText();
  const known = (useDestinations().data ?? []).map(({ name }) => name);
  const free = placesFor(known, direct, transfers);
  const change = (index: number, part: Partial<Transfer>): void => onChange(transfers.map((transfer, at) => (at === index ? { ...transfer, ...part } : transfer)));
  return (
    <Section title={t.plans.transfers} why={t.plans.transfersWhy}>
      {transfers.length > 0 && (
        <ul className={classes.list}>
          {transfers.map((transfer, index) => (
            <li key={transfer.to} className={classes.transfer}>
              <TransferFields status={status} transfer={transfer} origins={originsFor(index, direct, transfers)} onChange={(part) => change(index, part)} />
              <Remove label={t.plans.removeTransfer(visible(transfer.to))} onClick={() => onChange(transfers.filter((_, at) => at !== index))} />
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <p role="alert" className={classes.attention}>▲ {problem}</p>}
      {free.length > 0 && direct.length > 0 && (
        <Select
          className={classes.short} label={t.plans.addTransfer} placeholder={t.plans.choosePlace} data={free} value={null}
          onChange={(to) => to !== null && onChange([...transfers, newTransfer(direct[0]!, to)])}
        />
      )}
      {free.length === 0 && transfers.length === 0 && <p className="quiet">{t.plans.noTransferPlace}</p>}
    </Section>
  );
}

interface TransferFieldsProps {
  status: PlanStatus;
  transfer: Transfer;
  origins: readonly string[];
  onChange: (part: Partial<Transfer>) => void;
}

/** Days between two transfers that are offered; others are kept as they are. */
const EVERY = [1, 7, 14, 30];

function TransferFields({ status, transfer: { from, to, everyDays, remindAfterDays, verify }, origins, onChange }: TransferFieldsProps): JSX.Element {
  const { t, f } = useText();
  const standing = status.transfers.find((one) => one.to === to) ?? null;
  const every = [...new Set([...EVERY, ...(everyDays === null ? [] : [everyDays])])].toSorted((a, b) => a - b);
  return (
    <div className={classes.transferText}>
      <p><strong><bdi>{visible(to)}</bdi></strong> <span className="quiet">{standing?.lastSuccessAt == null ? t.plans.placeNever : f.when(standing.lastSuccessAt)}</span></p>
      {standing?.waitingSince != null && <p className={standing.overdue ? classes.attention : 'quiet'}>{standing.overdue && '▲ '}{t.plans.waits(f.when(standing.waitingSince), standing.available === false)}</p>}
      <div className={classes.transferFields}>
        <Select label={t.plans.transferFrom} data={[...new Set([...origins, from])]} value={from} allowDeselect={false} onChange={(value) => value !== null && onChange({ from: value })} />
        <Select
          label={t.plans.transferEvery} value={String(everyDays ?? 0)} allowDeselect={false} data={[{ value: '0', label: t.plans.everyBackup }, ...every.map((days) => ({ value: String(days), label: t.plans.everyDays(f.count(days), days) }))]}
          onChange={(value) => value !== null && onChange({ everyDays: value === '0' ? null : Number(value) })}
        />
        <NumberInput
          label={t.plans.transferRemind} min={1} max={365} clampBehavior="blur" allowDecimal={false} suffix={t.plans.days(remindAfterDays)} value={remindAfterDays}
          onChange={(value) => typeof value === 'number' && value >= 1 && value <= 365 && onChange({ remindAfterDays: value })}
        />
      </div>
      <Checkbox label={t.plans.transferVerify} checked={verify} onChange={({ currentTarget }) => onChange({ verify: currentTarget.checked })} />
    </div>
  );
}
