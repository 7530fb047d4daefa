/** Wörter der Seiten „form“. */
import type { form as english } from '../en/form.ts';

export const form: typeof english = {
};
