/** The phases of a run as a list: each place, how it stands, and in words why. */
import type { JSX } from 'react';
import type { Run, RunPhase } from '../../../preload/contract/run.ts';
import { useDestinations, usePlans } from '../../client/use-basics.ts';
import { visible } from '../../form/visible.ts';
import { useText, type Text } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { placesOf } from './describe.ts';
import { PHASE_MARK, phasesOf, type Phase } from './phases.ts';
import classes from './run.module.css';

export function PhaseList({ run, phase }: { run: Run; phase: RunPhase | null }): JSX.Element | null {
  const text = useText();
  const plan = usePlans().data?.find((status) => status.plan.id === run.plan) ?? null;
  const destinations = useDestinations().data ?? [];
  const phases = phasesOf(run, plan, phase);
  if (phases.length === 0) return null;
  const { t } = text;
  return (
    <section className={`${classes.panel} surface`} aria-label={t.run.phases.title}>
      <ol className={classes.phases}>
        {phases.map((one) => {
          const { kind, to, from, state } = one;
          const words = t.run.phases[kind](visible(placesOf(to, destinations)), from === null ? '' : visible(placesOf(from, destinations)));
          return (
            <li key={`${kind} ${to}`} aria-current={state === 'current' ? 'step' : undefined}>
              <StateMark state={PHASE_MARK[state]} label={t.run.phases.state[state]} bare />
              <div className={classes.phase}>
                <p><bdi>{words}</bdi> <span className="quiet">· {factOf(one, text)}</span></p>
                {(state === 'skipped' || state === 'failed') && <Reason phase={one} />}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What came of it, in a few words. */
function factOf({ state, result, readBackAt }: Phase, { t, f }: Pick<Text, 't' | 'f'>): string {
  if (state !== 'succeeded' || result === null) return t.run.phases.state[state];
  if (result.verified?.files === 0) return t.run.phases.noNews(readBackAt === null ? '' : f.when(readBackAt));
  const read = result.verified === null ? '' : t.run.phases.verified(t.common.files(f.count(result.verified.files), result.verified.files));
  return t.run.phases.carried(f.bytes(result.bytes), read);
}

function Reason({ phase: { state, result } }: { phase: Phase }): JSX.Element {
  const { t } = useText();
  return (
    <>
      {result?.reason != null && result.reason.message !== '' && <p>{visible(result.reason.message)}</p>}
      {result?.errors.map((sentence) => <p key={sentence}>{visible(sentence)}</p>)}
      <p className="quiet">{state === 'skipped' ? t.run.phases.waiting : result?.reason?.advice}</p>
    </>
  );
}
