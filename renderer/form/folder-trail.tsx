/** The way to a folder: every step can be gone back to. */
import { UnstyledButton } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../text/language.tsx';
import { trailOf } from './folder-path.ts';
import classes from './folder-picker.module.css';
import { visible } from './visible.ts';

export function FolderTrail({ path, onGo }: { path: string; onGo: (path: string) => void }): JSX.Element {
  const { t } = useText();
  const trail = trailOf(path);
  return (
    <nav aria-label={t.form.picker.trail}>
      <ol className={classes.trail}>
        {trail.map((step, index) => (
          <li key={step.path}>
            <UnstyledButton className={classes.step} aria-current={index === trail.length - 1 ? 'location' : undefined} onClick={() => onGo(step.path)}><bdi>{visible(step.name)}</bdi></UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}
