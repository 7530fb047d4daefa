/** "Show in folder", where the host can. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { JSX } from 'react';
import { client } from '../../client.ts';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';

export function Reveal({ path }: { path: string }): JSX.Element {
  const { t } = useText();
  const reveal = useMutation({ mutationFn: () => client.app.reveal({ path }) });
  return (
    <>
      <Button size="xs" variant="default" loading={reveal.isPending} onClick={() => reveal.mutate()}>{t.settings.reveal}</Button>
      {reveal.error !== null && <span role="alert">{faultOf(reveal.error).message}</span>}
    </>
  );
}
