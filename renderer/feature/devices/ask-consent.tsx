/** Before a running program is interrupted. */
import type { JSX } from 'react';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import type { Asked } from './use-asked.ts';

export function AskConsent({ asked, title }: { asked: Pick<Asked<unknown>, 'refused' | 'agree' | 'reset'>; title: string }): JSX.Element {
  const words = useText().t.devices.consent;
  return (
    <Confirm opened={asked.refused} title={words.title(visible(title))} action={words.action} back={words.back} onConfirm={asked.agree} onClose={asked.reset}>
      <p>{words.text}</p>
      <p className="quiet">{words.unsaved}</p>
    </Confirm>
  );
}
