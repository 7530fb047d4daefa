/** A name for a new destination: what people would call the drive or folder, in the letters a name may have. */
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import { lies, nameOf, parentOf } from '../folder-path.ts';

/** The folder of our own on a drive says nothing; what it lies in does. */
const OWN = /^(holdfast(-\d+)?|vault|backups?)$/i;
const FALLBACK = 'Backups';

/** @param here the place on this computer itself, and what it is called. */
export function suggestedPlaceName(address: string, landmarks: readonly Pick<Landmark, 'kind' | 'name' | 'path'>[], taken: readonly string[], here: { address: string; name: string } | null = null): string {
  const volume = landmarks.filter(({ kind, path }) => kind === 'volume' && lies(address, path)).toSorted((a, b) => b.path.length - a.path.length)[0];
  const name = cleaned(address === here?.address ? here.name : (volume?.name ?? spokenName(address)));
  return [name, ...Array.from({ length: 99 }, (_, index) => `${name.slice(0, 60)} ${index + 2}`)].find((candidate) => !taken.includes(candidate)) ?? name;
}

function spokenName(address: string): string {
  const name = nameOf(address);
  const above = parentOf(address);
  return OWN.test(name) && above !== null && parentOf(above) !== null ? `${nameOf(above)} ${name}` : name;
}

function cleaned(name: string): string {
  const letters = name.replace(/[^\p{L}\p{N}._-]+/gu, ' ').replace(/^[^\p{L}\p{N}]+/u, '').trim();
  return letters.slice(0, 64).trimEnd() || FALLBACK;
}
