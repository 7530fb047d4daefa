/** Where a destination holds several things: which of them. */
import { Select } from '@mantine/core';
import type { JSX } from 'react';
import { useAppInfo } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import type { Go } from './place.ts';
import classes from './restore.module.css';
import { namesOfPaths, type Timeline } from './timeline.ts';

export function TimelineSelect({ timelines, timeline, go }: { timelines: readonly Timeline[]; timeline: Timeline; go: Go }): JSX.Element {
  const { t, f } = useText();
  const here = useAppInfo().data?.hostname;
  const names = timelines.map(({ paths }) => namesOfPaths(paths));
  const label = ({ paths, host, versions }: Timeline): string => {
    const name = namesOfPaths(paths) || '/';
    const what = names.filter((other) => other === name).length > 1 ? paths.join(', ') : name;
    return [what, ...(host === here ? [] : [t.restore.onHost(host)]), t.common.versions(f.count(versions.length), versions.length)].join(' · ');
  };
  return (
    <Select
      className={classes.timeline} size="sm" aria-label={t.restore.what} allowDeselect={false} searchable={timelines.length > 12} value={timeline.key} comboboxProps={{ width: 380, position: 'bottom-start' }}
      data={timelines.map((each) => ({ value: each.key, label: label(each) }))}
      onChange={(key) => {
        const next = timelines.find((each) => each.key === key);
        if (next !== undefined && next !== timeline) go({ snapshot: next.versions.at(-1)!.id, path: undefined });
      }}
    />
  );
}
