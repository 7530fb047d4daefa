/** The kinds of places a backup can go to. One more is one entry: its name and the component that chooses one. */
import type { ComponentType } from 'react';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { Messages } from '../../text/en.ts';
import { LocalChooser } from './local-chooser.tsx';
import type { PlaceAround, Where } from './place-model.ts';

export interface ChooserProps {
  where: Where | null;
  around: PlaceAround;
  /** Those of the list that are offered as they are. */
  saved: readonly Destination[];
  onChoose: (where: Where) => void;
}

export interface PlaceKind {
  id: string;
  label: (t: Messages) => string;
  Chooser: ComponentType<ChooserProps>;
}

export const PLACE_KINDS: readonly [PlaceKind, ...PlaceKind[]] = [{ id: 'local', label: (t) => t.place.local, Chooser: LocalChooser }];
