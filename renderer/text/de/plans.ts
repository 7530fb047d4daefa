/** Wörter der Seiten „plans“. */
import type { plans as english } from '../en/plans.ts';

export const plans: typeof english = {
};
