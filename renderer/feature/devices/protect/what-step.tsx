/** What of the board: all of it or some of its file systems, and what is left out. */
import { Checkbox, TagsInput } from '@mantine/core';
import type { JSX } from 'react';
import { client } from '../../../client.ts';
import { visible } from '../../../form/visible.ts';
import { useText } from '../../../text/language.tsx';
import { useAccess, useBoardQuery } from '../board/access.ts';
import { Told } from '../board/told.tsx';
import { choosable, tickedMounts } from './care.ts';
import classes from './protect.module.css';
import type { StepProps } from './wizard.tsx';

/** What most people do not miss. */
const SUGGESTED = ['*.log', '*.pyc', '__pycache__', '*.bak', '*.tmp'];

export function WhatStep({ device, answers, onChange }: StepProps): JSX.Element {
  const { t, f } = useText();
  const access = useAccess(device);
  const info = useBoardQuery(access, ['info'], (reach) => client.device.info(reach));
  const { paths, includes, excludes } = answers;
  const clean = (values: string[]): string[] => values.map((value) => value.trim()).filter((value) => value !== '');
  const isIn = (path: string): boolean => paths.length === 0 || paths.includes(path);
  return (
    <>
      <Told access={access} query={info} lines={2}>
        {({ mounts }) => {
          const all = choosable(mounts);
          if (all.length === 0) return <p>{t.care.what.whole(mounts[0] === undefined ? '' : f.bytes(mounts[0].size - mounts[0].free))}</p>;
          return (
            <fieldset className={classes.places}>
              <legend>{t.care.what.mounts}</legend>
              {mounts.map(({ path, size, free }) => <Checkbox key={path} label={<bdi className="path">{visible(path)}</bdi>} description={t.care.what.taken(f.bytes(size - free), f.bytes(size))} checked={isIn(path)} onChange={() => onChange({ paths: tickedMounts(all, paths, path) })} />)}
            </fieldset>
          );
        }}
      </Told>
      <TagsInput label={t.care.what.excludes} description={t.care.what.excludesWhy} data={SUGGESTED} value={excludes} splitChars={[]} acceptValueOnBlur onChange={(values) => onChange({ excludes: clean(values) })} />
      <TagsInput label={t.care.what.includes} description={t.care.what.includesWhy} value={includes} splitChars={[]} acceptValueOnBlur onChange={(values) => onChange({ includes: clean(values) })} />
      <TagsInput label={t.care.what.paths} description={t.care.what.pathsWhy} value={paths} splitChars={[]} acceptValueOnBlur error={paths.some((path) => !path.startsWith('/')) ? t.care.problem.path : null} onChange={(values) => onChange({ paths: clean(values) })} />
    </>
  );
}
