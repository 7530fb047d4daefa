/** Places in a list that is shown newest first, page by page. */
import { Fault } from '../../base/fault.ts';

/** The number the page's entries lie below. @throws Fault `invalid`. */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  if (!/^\d{1,15}$/.test(cursor)) throw new Fault('invalid', `"${cursor}" is not a place in this list.`, { advice: 'Use the cursor the page before gave, or none.' });
  return Number(cursor);
}
