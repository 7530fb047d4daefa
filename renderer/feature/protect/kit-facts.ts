/** What the recovery kit says of a plan that is being made. */
import { chosenPassword } from '../../form/new-password-model.ts';
import { keptFor, type KeptKit, type KitFacts } from '../kit/kit.ts';
import { sealedPlaces, type Answers } from './answers.ts';
import type { WizardState } from './wizard-state.ts';

/** Of the places that the new password opens; one page for both. */
export function kitFacts(answers: Answers, hostname: string): Omit<KitFacts, 'date' | 'password'> {
  const [first = answers, second = null] = sealedPlaces(answers);
  return {
    destination: first.placeName, address: first.address ?? '', hostname, folders: answers.folders,
    ...(first.storing.format === 'archive' ? { archive: first.storing.container } : {}), ...(second === null ? {} : { also: { destination: second.placeName, address: second.address ?? '' } }),
  };
}

/** What a kit would be kept for now. */
export const kitWanted = ({ fresh }: Pick<WizardState, 'fresh'>, answers: Answers, hostname: string): KeptKit => keptFor(kitFacts(answers, hostname), chosenPassword(fresh));
