/** One source of a plan: its folders with their sizes, and what is left out of them. */
import { ActionIcon, Button, Collapse, Tooltip } from '@mantine/core';
import { IconFolderPlus, IconX } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import type { Excludes, FolderSpec } from '../../../preload/contract/folder-spec.ts';
import { ExcludeEditor } from '../../form/exclude-editor.tsx';
import { ExcludeOptions } from '../../form/exclude-options.tsx';
import { lies } from '../../form/folder-path.ts';
import { together } from '../../form/measured.ts';
import { useFolderPicker } from '../../form/use-folder-picker.tsx';
import { useLandmarks } from '../../form/use-landmarks.ts';
import { useMeasures } from '../../form/use-measures.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import classes from './plans.module.css';
import { Section } from './section.tsx';

interface SourceEditorProps {
  source: FolderSpec;
  /** Where there are several. */
  number: number | null;
  /** Paths that are not there now. */
  missing: readonly string[];
  onAdd: (path: string) => void;
  onRemove: (path: string) => void;
  onExcludes: (excludes: Excludes) => void;
}

export function SourceEditor({ source, number, missing, onAdd, onRemove, onExcludes }: SourceEditorProps): JSX.Element {
  const { t, f } = useText();
  const { pick, picker } = useFolderPicker();
  const [more, setMore] = useState(false);
  const suggestions = useLandmarks().data?.excludes ?? [];
  const measures = useMeasures(source.paths, source.excludes);
  const measure = together(source.paths, measures);
  const add = async (): Promise<void> => {
    const path = await pick({ title: t.plans.pickTitle });
    if (path !== null) onAdd(path);
  };
  return (
    <>
      <Section title={number === null ? t.plans.folders : `${t.plans.folders}: ${t.plans.source(number)}`} {...(number === null ? {} : { why: t.plans.sourceWhy })}>
        <ul className={classes.list}>
          {source.paths.map((path) => {
            const size = measures.get(path)?.measure ?? null;
            const outer = source.paths.find((other) => other !== path && lies(path, other));
            return (
              <li key={path} className={classes.item}>
                <span className={classes.itemText}>
                  <bdi className="path">{visible(path)}</bdi>
                  {missing.includes(path) && <span className={classes.attention}>▲ {t.plans.missing(visible(path))}</span>}
                  {outer !== undefined && <span className="quiet">{t.plans.folderInside(visible(outer))}</span>}
                </span>
                <span className={classes.size}>{size !== null && `${f.bytes(size.kept.bytes)}${size.done ? '' : ' …'}`}</span>
                <Remove label={t.plans.removeFolder(visible(path))} onClick={() => onRemove(path)} />
              </li>
            );
          })}
        </ul>
        {source.paths.length === 0 && <p role="alert" className={classes.attention}>▲ {t.plans.problem['no-folders']}</p>}
        <div><Button variant="default" leftSection={<IconFolderPlus size={16} stroke={1.6} />} onClick={() => void add()}>{t.plans.addFolder}</Button></div>
        {picker}
      </Section>
      <Section title={t.plans.leftOut}>
        <ExcludeEditor excludes={source.excludes} suggestions={suggestions} measure={measure} onChange={onExcludes} />
        <div><Button variant="subtle" color="gray" size="compact-sm" aria-expanded={more} onClick={() => setMore(!more)}>{t.plans.options}</Button></div>
        <Collapse expanded={more}><ExcludeOptions excludes={source.excludes} onChange={onExcludes} /></Collapse>
      </Section>
    </>
  );
}

export function Remove({ label, onClick }: { label: string; onClick: () => void }): JSX.Element {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}><IconX size={16} stroke={1.6} /></ActionIcon>
    </Tooltip>
  );
}
