/** The files of a version, to be chosen one by one or by directory. */
import { Checkbox } from '@mantine/core';
import type { JSX } from 'react';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { chosenState, toggled, type TreeEntry } from './board-view.ts';
import classes from './board.module.css';

interface FileChoiceProps {
  tree: readonly TreeEntry[];
  /** Paths of files. */
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Pixels a step into the tree goes. */
const INDENT = 24;

export function FileChoice({ tree, chosen, onChange }: FileChoiceProps): JSX.Element {
  const { t, f } = useText();
  return (
    <ul className={classes.choice} aria-label={t.board.whichFiles}>
      {tree.map(({ path, name, type, size, depth }) => {
        const state = chosenState(tree, chosen, path);
        return (
          <li key={path} style={{ paddingInlineStart: depth * INDENT }}>
            <Checkbox
              size="xs" label={<bdi>{visible(name)}{type === 'dir' && '/'}</bdi>} aria-label={visible(`${path}${type === 'dir' ? '/' : ''}`)} checked={state === 'all'} indeterminate={state === 'some'}
              onChange={() => onChange(toggled(tree, chosen, path))}
            />
            <span className="quiet">{type === 'file' && f.bytes(size)}</span>
          </li>
        );
      })}
    </ul>
  );
}
