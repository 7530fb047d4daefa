/** Something was begun and left: go on, or begin anew. */
import { Button, Group } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';

export function Resume({ onContinue, onRestart }: { onContinue: () => void; onRestart: () => void }): JSX.Element {
  const { t } = useText();
  return (
    <Empty title={t.protect.resume.title}>
      <Group gap="xs">
        <Button onClick={onContinue}>{t.protect.resume.continue}</Button>
        <Button variant="default" onClick={onRestart}>{t.protect.resume.restart}</Button>
      </Group>
    </Empty>
  );
}
