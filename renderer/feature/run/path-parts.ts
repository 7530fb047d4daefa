/** A path in two parts, the last of them the name that must stay readable when room is short. */
import { visible } from '../../form/visible.ts';

export function pathParts(path: string): { folder: string; name: string } {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  const cut = end <= 0 ? 0 : path.lastIndexOf('/', end - 1) + 1;
  return { folder: visible(path.slice(0, cut)), name: visible(path.slice(cut)) };
}
