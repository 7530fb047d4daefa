/** The recovery kit on paper: it is in the page only while it is printed. */
import type { JSX } from 'react';
import { createPortal } from 'react-dom';
import { visible } from '../../form/visible.ts';
import type { Kit } from './kit.ts';
import classes from './kit.module.css';

export function KitSheet({ kit }: { kit: Kit }): JSX.Element {
  const { password } = kit;
  return createPortal(
    <article className={classes.sheet}>
      <h1>{kit.title}</h1>
      <p>{kit.intro}</p>
      <dl>
        {kit.rows.map(({ label, value, code }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value.split('\n').map((line) => <bdi key={line} className={code ? classes.code : classes.plain}>{visible(line)}</bdi>)}</dd>
          </div>
        ))}
        <div>
          <dt>{password.label}</dt>
          <dd>{password.value === null ? <>{password.line}<span className={classes.line} /></> : <span className={`${classes.code} ${classes.key}`}>{password.value}</span>}</dd>
        </div>
      </dl>
      <p className={classes.warning}>{kit.warning}</p>
      <h2>{kit.how}</h2>
      <p>{kit.steps}</p>
      {kit.commands.map(({ title, lines }) => (
        <section key={title}>
          <h3>{title}</h3>
          {lines.map(({ command, does }) => <p key={command}><span className={classes.code}>{command}</span>{does}</p>)}
        </section>
      ))}
      {kit.notes.map((note) => <p key={note}>{note}</p>)}
    </article>,
    document.body,
  );
}
