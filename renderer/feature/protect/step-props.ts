/** What every step is given. */
import type { Surroundings } from './use-known.ts';
import type { WizardAction, WizardState } from './wizard-state.ts';

export interface StepProps extends Surroundings {
  state: WizardState;
  dispatch: (action: WizardAction) => void;
}
