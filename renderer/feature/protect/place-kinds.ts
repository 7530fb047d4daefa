/** The kinds of places a backup can go to. One more is one entry: its name and the component that chooses one. */
import type { ComponentType } from 'react';
import type { Messages } from '../../text/en.ts';
import type { Known } from './answers.ts';
import { LocalChooser } from './local-chooser.tsx';
import type { Where } from './wizard-state.ts';

export interface ChooserProps {
  where: Where | null;
  known: Known;
  onChoose: (where: Where) => void;
}

export interface PlaceKind {
  id: string;
  label: (t: Messages) => string;
  Chooser: ComponentType<ChooserProps>;
}

export const PLACE_KINDS: readonly [PlaceKind, ...PlaceKind[]] = [{ id: 'local', label: (t) => t.protect.where.local, Chooser: LocalChooser }];
