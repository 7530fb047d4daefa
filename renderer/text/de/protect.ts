/** Wörter der Seiten „protect“. */
import type { protect as english } from '../en/protect.ts';

export const protect: typeof english = {
};
