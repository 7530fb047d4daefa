/** A version in numbers, with what professionals ask for. */
import { Fragment, type JSX } from 'react';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { PathText } from '../../form/path-text.tsx';
import { useText } from '../../text/language.tsx';
import classes from './history.module.css';

export function Facts({ snapshot: { id, summary, paths, hostname, username, program_version: program } }: { snapshot: Snapshot }): JSX.Element {
  const { t, f } = useText();
  const words = t.history;
  const count = (n: number | undefined): string | null => (n === undefined ? null : f.count(n));
  const total = summary?.total_bytes_processed;
  const files = summary?.total_files_processed ?? 0;
  const added = summary?.data_added_packed ?? summary?.data_added;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.total, total === undefined ? null : `${f.bytes(total)} · ${t.common.files(f.count(files), files)}`],
    [words.dataAdded, added === undefined ? null : f.bytes(added)],
    [words.newFiles, count(summary?.files_new)], [words.changedFiles, count(summary?.files_changed)], [words.sameFiles, count(summary?.files_unmodified)],
    [words.host, hostname === undefined ? null : username ? `${hostname} (${username})` : hostname], [words.program, program ?? null],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => value !== null && (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
      <dt>{words.paths}</dt>
      <dd>{paths.map((path) => <div key={path}><PathText text={path} /></div>)}</dd>
      <dt>{words.id}</dt>
      <dd><code>{id.slice(0, 16)}</code></dd>
    </dl>
  );
}
