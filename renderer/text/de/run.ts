/** Wörter der Seiten „run“. */
import type { run as english } from '../en/run.ts';

export const run: typeof english = {
};
