/** Ports nothing speaks for a board on, and the way to name one that is in no list. */
import { Button, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent, type JSX } from 'react';
import type { Device } from '../../../preload/contract/device.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { AskConsent } from './ask-consent.tsx';
import { BoardProblem } from './board-problem.tsx';
import { isPort } from './device-view.ts';
import classes from './devices.module.css';
import { useMeet } from './queries.ts';

export function OtherPorts({ devices }: { devices: readonly Device[] }): JSX.Element {
  const { t } = useText();
  const heading = useId();
  return (
    <section className={classes.others} aria-labelledby={heading}>
      <h2 id={heading}>{t.devices.others}</h2>
      {devices.length > 0 && <p className="quiet">{t.devices.othersWhy}</p>}
      {devices.length > 0 && <ul className={`${classes.ports} surface`}>{devices.map(({ ref }) => <Port key={ref} port={ref} />)}</ul>}
      <AnotherPort />
    </section>
  );
}

function Port({ port }: { port: string }): JSX.Element {
  const { t } = useText();
  const meet = useMeet(port);
  return (
    <li>
      <bdi className="path">{visible(port)}</bdi>
      <Button size="compact-sm" variant="subtle" aria-label={t.devices.lookLabel(visible(port))} loading={meet.busy} onClick={meet.begin}>{t.devices.look}</Button>
      {meet.error !== null && <BoardProblem error={meet.error} />}
      <AskConsent asked={meet} title={port} />
    </li>
  );
}

function AnotherPort(): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState('');
  const [left, setLeft] = useState(false);
  const port = text.trim();
  const wrong = left && port !== '' && !isPort(port);
  const meet = useMeet(port, () => setText(''));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    if (isPort(port) && !meet.busy) meet.begin();
  };
  return (
    <>
      <form onSubmit={submit} noValidate className={classes.another}>
        <TextInput
          label={t.devices.another} description={t.devices.anotherWhy} placeholder="/dev/ttyACM0" value={text} error={wrong ? t.devices.anotherProblem : null} spellCheck={false} autoComplete="off"
          onBlur={() => setLeft(true)} onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={meet.busy} disabled={port === ''}>{t.devices.look}</Button>
      </form>
      {meet.error !== null && <BoardProblem error={meet.error} />}
      <AskConsent asked={meet} title={port} />
    </>
  );
}
