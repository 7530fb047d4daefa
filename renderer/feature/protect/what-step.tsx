/** What to protect: likely folders with their sizes, folders of own choosing, and what is left out. */
import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconFolderPlus } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { ExcludeEditor } from '../../form/exclude-editor.tsx';
import { ExcludeOptions } from '../../form/exclude-options.tsx';
import { lies } from '../../form/folder-path.ts';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { useText } from '../../text/language.tsx';
import { Loading } from '../../ui/loading.tsx';
import { OfferedBoards } from '../devices/protect/offered-boards.tsx';
import { FolderRow } from './folder-row.tsx';
import { listedFolders } from './listed-folders.ts';
import classes from './protect.module.css';
import type { StepProps } from './step-props.ts';

export function WhatStep({ state, dispatch, known, answers, measures }: StepProps): JSX.Element {
  const { t, f } = useText();
  const { pick, picker } = useFolderPicker();
  const { ticked } = answers;
  const folders = (change: string[]): void => dispatch({ type: 'answer', change: { folders: change } });
  const add = async (): Promise<void> => {
    const path = await pick({ title: t.protect.what.pickTitle });
    if (path === null) return;
    dispatch({ type: 'answer', change: { added: [...state.added.filter((other) => other !== path), path], folders: [...ticked.filter((other) => other !== path), path] } });
  };
  if (known.landmarks === null && state.folders === null) return <Loading lines={6} height={28} />;
  const { measure } = known;
  return (
    <>
      <fieldset className={classes.folders}>
        <legend className="sr-only">{t.protect.question.what}</legend>
        {listedFolders(state, known.landmarks).map((path) => (
          <FolderRow
            key={path} path={path} landmark={[...(known.landmarks?.folders ?? []), ...(known.landmarks?.landmarks ?? [])].find((mark) => mark.path === path) ?? null}
            measured={measures.get(path) ?? null} checked={ticked.includes(path)} within={ticked.find((other) => other !== path && lies(path, other)) ?? null}
            onChange={(checked) => folders(checked ? [...ticked, path] : ticked.filter((other) => other !== path))}
          />
        ))}
      </fieldset>
      <div className={classes.under}>
        <Button variant="default" leftSection={<IconFolderPlus size={16} stroke={1.6} />} onClick={() => void add()}>{t.protect.what.add}</Button>
        {measure !== null && <span className="quiet">{t.protect.what.total(f.bytes(measure.kept.bytes), t.common.files(f.count(measure.kept.files), measure.kept.files))}{measure.done ? '' : ' …'}</span>}
      </div>
      {measure !== null && measure.unreadable > 0 && <p className={classes.attention}>▲ {t.protect.what.unreadable(f.count(measure.unreadable), measure.unreadable)}</p>}
      <LeftOut state={state} dispatch={dispatch} known={known} answers={answers} />
      <OfferedBoards />
      {picker}
    </>
  );
}

function LeftOut({ dispatch, known, answers }: Pick<StepProps, 'state' | 'dispatch' | 'known' | 'answers'>): JSX.Element {
  const { t, f } = useText();
  const [opened, setOpened] = useState(false);
  const [more, setMore] = useState(false);
  const { measure } = known;
  const change = (excludes: typeof answers.excludes): void => dispatch({ type: 'answer', change: { excludes } });
  return (
    <section className={classes.leftOut}>
      <Button variant="subtle" color="gray" className={classes.disclose} aria-expanded={opened} rightSection={<IconChevronDown size={16} stroke={1.6} data-open={opened || undefined} />} onClick={() => setOpened(!opened)}>
        {t.protect.what.leftOut}
        {measure !== null && measure.excluded.bytes > 0 && <span className="quiet">&ensp;{t.protect.what.leftOutSize(f.bytes(measure.excluded.bytes))}</span>}
      </Button>
      <Collapse expanded={opened}>
        <ExcludeEditor excludes={answers.excludes} suggestions={known.landmarks?.excludes ?? []} measure={measure} onChange={change} />
        <Button variant="subtle" color="gray" size="compact-sm" mt={8} aria-expanded={more} onClick={() => setMore(!more)}>{t.protect.what.more}</Button>
        <Collapse expanded={more}><div className={classes.options}><ExcludeOptions excludes={answers.excludes} onChange={change} /></div></Collapse>
      </Collapse>
    </section>
  );
}
