/** Where looking begins: the person's own folders and what is plugged in. */
import { UnstyledButton } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../text/language.tsx';
import classes from './folder-picker.module.css';
import { landmarkIcon } from './landmark-icon.ts';
import { useLandmarks } from './use-landmarks.ts';
import { visible } from './visible.ts';

export function FolderPlaces({ current, onGo }: { current: string | null; onGo: (path: string) => void }): JSX.Element {
  const { t, f } = useText();
  const { data } = useLandmarks();
  const places = data === undefined ? [] : [...data.landmarks.filter(({ kind }) => kind === 'home'), ...data.folders.filter(({ kind }) => kind !== 'home'), ...data.landmarks.filter(({ kind }) => kind !== 'home')];
  return (
    <nav className={classes.places} aria-label={t.form.picker.places}>
      {places.map((place) => {
        const Icon = landmarkIcon[place.kind];
        return (
          <UnstyledButton key={`${place.kind}:${place.path}`} className={classes.place} aria-current={place.path === current || undefined} onClick={() => onGo(place.path)}>
            <Icon size={16} stroke={1.6} aria-hidden="true" />
            <span className={classes.placeText}>
              <bdi className={classes.name}>{place.kind === 'root' ? t.form.landmark.root : visible(place.name)}</bdi>
              {place.kind === 'volume' && place.freeBytes !== null && <span className={classes.free}>{t.form.free(f.bytes(place.freeBytes))}</span>}
            </span>
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
