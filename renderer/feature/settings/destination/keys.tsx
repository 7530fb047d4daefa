/** The passwords of a vault: who has one, a further one, another one, one less. */
import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Key } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { queryClient } from '../../../client/query-client.ts';
import { useText } from '../../../text/language.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { OpeningProblem } from './opening-problem.tsx';

type Change = 'add' | 'passwd';

export function DestinationKeys({ name }: { name: string }): JSX.Element {
  const { t } = useText();
  const keys = useQuery({ queryKey: ['keys', name], queryFn: ({ signal }) => client.destination.key.list({ destination: name }, { signal }), retry: false });
  const [changing, setChanging] = useState<Change | null>(null);
  const [said, setSaid] = useState('');
  return (
    <>
      <h3>{t.settings.keys}</h3>
      <p className="quiet">{t.settings.keysText}</p>
      {keys.isPending && <Loading lines={1} />}
      {keys.error !== null && <OpeningProblem name={name} error={keys.error} onOpened={() => void keys.refetch()} />}
      {keys.data !== undefined && (
        <>
          <ul className={`${classes.plain} surface`}>
            {keys.data.map((key) => <KeyRow key={key.id} name={name} entry={key} removable={keys.data.length > 1 && !key.current} />)}
          </ul>
          <div role="status">{said}</div>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setChanging('add')}>{t.settings.keyAdd} …</Button>
            <Button variant="default" size="xs" onClick={() => setChanging('passwd')}>{t.settings.keyChange} …</Button>
          </Group>
        </>
      )}
      <Modal opened={changing !== null} onClose={() => setChanging(null)} title={changing === 'add' ? t.settings.keyAdd : t.settings.keyChange} closeButtonProps={{ 'aria-label': t.common.close }}>
        {changing !== null && (
          <NewPassword
            name={name} change={changing}
            onDone={() => {
              setSaid(changing === 'add' ? t.settings.keyAdded : t.settings.keyChanged);
              setChanging(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}

function KeyRow({ name, entry: { id, userName, hostName, created, current }, removable }: { name: string; entry: Key; removable: boolean }): JSX.Element {
  const { t, f } = useText();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.destination.key.remove({ destination: name, id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys', name] }),
  });
  return (
    <li className={classes.row}>
      <div className={`${classes.grow} dense`}>
        {t.settings.keyBy(userName, hostName)} · {f.date(created)} {current && <strong>· {t.settings.keyCurrent}</strong>}
        <div className="quiet"><code>{id.slice(0, 8)}</code></div>
      </div>
      {removable && <Button variant="default" size="xs" onClick={() => setAsking(true)}>{t.settings.keyRemove} …</Button>}
      <Confirm opened={asking} title={t.settings.keyRemoveTitle} action={t.settings.keyRemove} busy={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()} onClose={() => setAsking(false)}>
        <p>{t.settings.keyRemoveText}</p>
      </Confirm>
    </li>
  );
}

const SHORTEST = 8;

function NewPassword({ name, change, onDone }: { name: string; change: Change; onDone: () => void }): JSX.Element {
  const { t } = useText();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [left, setLeft] = useState({ first: false, second: false });
  const apply = useMutation({
    mutationFn: () => client.destination.key[change]({ destination: name, newPassword: first }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keys', name] });
      onDone();
    },
  });
  const tooShort = first.length < SHORTEST;
  const differ = first !== second;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setLeft({ first: true, second: true });
        if (!tooShort && !differ) apply.mutate();
      }}
    >
      <Stack>
        <p>{t.settings.passwordWarning}</p>
        <PasswordInput
          label={t.settings.newPassword} value={first} autoComplete="new-password" data-autofocus onChange={({ currentTarget }) => setFirst(currentTarget.value)}
          onBlur={() => setLeft((before) => ({ ...before, first: first !== '' }))} error={left.first && tooShort ? t.settings.passwordShort : undefined}
        />
        <PasswordInput
          label={t.settings.newPasswordTwice} value={second} autoComplete="new-password" onChange={({ currentTarget }) => setSecond(currentTarget.value)}
          onBlur={() => setLeft((before) => ({ ...before, second: second !== '' }))} error={left.second && differ ? t.settings.passwordsDiffer : undefined}
        />
        {apply.error !== null && <Problem error={apply.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={apply.isPending}>{change === 'add' ? t.settings.keyAdd : t.settings.keyChange}</Button>
        </Group>
      </Stack>
    </form>
  );
}
