/** The passwords of a vault: who has one, a further one, another one, one less. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Key } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { queryClient } from '../../../client/query-client.ts';
import { OpeningProblem } from '../../../form/opening-problem.tsx';
import { useText } from '../../../text/language.tsx';
import { CommandButton } from '../../../ui/command-button.tsx';
import { commandLine } from '../../../ui/command-line.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { Loading } from '../../../ui/loading.tsx';
import classes from '../page.module.css';
import { KeyChangeForm, type KeyChange } from './key-change.tsx';

export function DestinationKeys({ name }: { name: string }): JSX.Element {
  const { t } = useText();
  const keys = useQuery({ queryKey: ['keys', name], queryFn: ({ signal }) => client.destination.key.list({ destination: name }, { signal }), retry: false });
  const [changing, setChanging] = useState<KeyChange | null>(null);
  const [said, setSaid] = useState('');
  const title = changing === 'add' ? t.settings.keyAdd : t.settings.keyChange;
  return (
    <>
      <h3>{t.settings.keys}</h3>
      <p className="quiet">{t.settings.keysText}</p>
      {keys.isPending && <Loading lines={2} />}
      {keys.error !== null && <OpeningProblem name={name} error={keys.error} onOpened={() => void keys.refetch()} />}
      {keys.data !== undefined && (
        <>
          <ul className={`${classes.plain} surface`}>
            {keys.data.map((key) => <KeyRow key={key.id} name={name} entry={key} onRemoved={() => setSaid(t.settings.keyRemoved)} />)}
          </ul>
          <div role="status">{said}</div>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setChanging('add')}>{t.settings.keyAdd} …</Button>
            <Button variant="default" size="xs" onClick={() => setChanging('passwd')}>{t.settings.keyChange} …</Button>
            <CommandButton command={commandLine('key', 'list', '-r', name)} />
          </Group>
        </>
      )}
      <Modal opened={changing !== null} onClose={() => setChanging(null)} title={title} size="lg" closeButtonProps={{ 'aria-label': t.common.close }}>
        {changing !== null && (
          <KeyChangeForm
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

/** The one in use cannot be removed, so one always stays. */
function KeyRow({ name, entry: { id, userName, hostName, created, current }, onRemoved }: { name: string; entry: Key; onRemoved: () => void }): JSX.Element {
  const { t, f } = useText();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.destination.key.remove({ destination: name, id }),
    onSuccess: async () => {
      setAsking(false);
      onRemoved();
      await queryClient.invalidateQueries({ queryKey: ['keys', name] });
    },
  });
  const whose = t.settings.keyBy(userName, hostName, f.date(created));
  return (
    <li className={classes.row}>
      <div className={`${classes.grow} dense`}>
        {whose} {current && <strong>· {t.settings.keyCurrent}</strong>}
        <div className="quiet"><code>{id.slice(0, 8)}</code></div>
      </div>
      {!current && <Button variant="default" size="xs" aria-label={`${t.settings.keyRemove}: ${whose}, ${id.slice(0, 8)}`} onClick={() => setAsking(true)}>{t.settings.keyRemove} …</Button>}
      <Confirm opened={asking} title={t.settings.keyRemoveTitle} action={t.settings.keyRemoveAction} busy={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()} onClose={() => setAsking(false)}>
        <p><strong>{whose}</strong> <code>{id.slice(0, 8)}</code></p>
        <p>{t.settings.keyRemoveText}</p>
        <CommandButton command={commandLine('key', 'remove', id.slice(0, 8), '-r', name)} />
      </Confirm>
    </li>
  );
}
