/** The folders that are offered: likely ones, the whole home folder, and those of own choosing. */
import type { Landmark } from '../../../preload/contract/source-procedures.ts';
import type { WizardState } from './wizard-state.ts';

export function listedFolders({ added, folders }: Pick<WizardState, 'added' | 'folders'>, landmarks: { folders: Landmark[]; landmarks: Landmark[] } | null): string[] {
  const likely = landmarks?.folders.map(({ path }) => path) ?? [];
  const home = landmarks?.landmarks.filter(({ kind }) => kind === 'home').map(({ path }) => path) ?? [];
  return [...new Set([...likely, ...home, ...added, ...(folders ?? [])])];
}
