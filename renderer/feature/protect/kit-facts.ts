/** What the recovery kit says of a plan that is being made. */
import type { KitFacts } from '../kit/kit.ts';
import { sealedPlaces, type Answers } from './answers.ts';

/** Of the places that the new password opens; one page for both. */
export function kitFacts(answers: Answers, hostname: string): Omit<KitFacts, 'date' | 'password'> {
  const [first = answers, second = null] = sealedPlaces(answers);
  return {
    destination: first.placeName, address: first.address ?? '', hostname, folders: answers.folders,
    ...(first.storing.format === 'archive' ? { archive: first.storing.container } : {}), ...(second === null ? {} : { also: { destination: second.placeName, address: second.address ?? '' } }),
  };
}
