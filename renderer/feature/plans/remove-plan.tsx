/** Removing a plan: what stays is said. */
import { useNavigate } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Plan } from '../../../preload/contract/plan-settings.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useRemovePlan } from './queries.ts';

interface RemovePlanProps {
  plan: Pick<Plan, 'id' | 'name'>;
  opened: boolean;
  onClose: () => void;
}

export function RemovePlan({ plan, opened, onClose }: RemovePlanProps): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const remove = useRemovePlan();
  const confirm = (): void => remove.mutate(plan.id, {
    onSuccess: () => {
      onClose();
      void navigate({ to: '/plans', ignoreBlocker: true });
    },
  });
  return (
    <Confirm opened={opened} title={t.plans.removeTitle(visible(plan.name))} action={t.plans.removeAction} busy={remove.isPending} error={remove.error} onConfirm={confirm} onClose={onClose}>
      <p>{t.plans.removeText}</p>
    </Confirm>
  );
}
