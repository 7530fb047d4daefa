/** What happens when the drive is plugged in and something is due. */
import { SegmentedControl } from '@mantine/core';
import type { JSX } from 'react';
import type { DrivePolicy } from '../../../preload/contract/drive-settings.ts';
import type { Drive } from '../../../preload/contract/drive.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './drives.module.css';
import { useSetPolicy } from './queries.ts';

export const POLICIES = ['ask', 'always', 'never'] as const satisfies readonly DrivePolicy[];

export function PolicyChoice({ drive }: { drive: Drive }): JSX.Element {
  const { t } = useText();
  const set = useSetPolicy(drive.key);
  const policy = set.isPending ? set.variables : (drive.policy ?? 'ask');
  return (
    <div className={classes.policy}>
      <span aria-hidden="true">{t.drives.policy}</span>
      <SegmentedControl
        size="xs" aria-label={t.drives.policyOf(visible(drive.name))} value={policy} data={POLICIES.map((value) => ({ value, label: t.drives.policies[value] }))}
        onChange={(value) => set.mutate(value as DrivePolicy)}
      />
      {set.error !== null && <Problem error={set.error} />}
    </div>
  );
}
