/** Over every page: what a drive that was plugged in is asked about, and what came of the answer. It takes no focus by itself; it is announced, and a key leads to it. */
import { useEffect, useState, type JSX } from 'react';
import { useDrives } from '../../client/live-drives.ts';
import { onRunEnded } from '../../client/live-runs.ts';
import { useText } from '../../text/language.tsx';
import { AskingPanel } from '../../ui/asking-panel.tsx';
import { AftermathPanel } from './aftermath-panel.tsx';
import { afterAnswer, afterNews, afterRun, shownOf, waiting, type Aftermath, type Shown } from './asking.ts';
import { announcement, KEY } from './prompt-words.ts';
import { PromptPanel } from './prompt-panel.tsx';
import { useAnswer } from './queries.ts';

export function DrivePrompts(): JSX.Element {
  const text = useText();
  const { news } = useDrives();
  const [aftermath, setAftermath] = useState<Aftermath | null>(null);
  useEffect(() => onRunEnded((run) => setAftermath((before) => afterRun(before, run))), []);
  const [heard, setHeard] = useState(news);
  if (news !== null && news !== heard) {
    setHeard(news);
    setAftermath(afterNews(aftermath, news));
  }
  const prompts = news?.prompts ?? [];
  const answer = useAnswer(({ prompt, answer: given }, came) => setAftermath(afterAnswer(prompt, given, came)));
  const shown: Shown | null = answer.isPending ? { kind: 'prompt', prompt: answer.variables.prompt } : shownOf(aftermath, prompts);
  const more = waiting(shown, prompts);
  const close = (): void => setAftermath(null);
  return (
    <>
      <div role="status" className="sr-only">{shown !== null && announcement(shown, text, text.t.drives.prompt.hint(KEY.toUpperCase()))}</div>
      <AskingPanel label={text.t.drives.prompt.region} shortcut={{ keys: KEY, label: text.t.drives.prompt.shortcut }} shown={shown === null ? null : keyOf(shown)} waiting={more === 0 ? null : text.t.drives.prompt.more(text.f.count(more), more)}>
        {shown?.kind === 'prompt' ? <PromptPanel key={shown.prompt.prompt} prompt={shown.prompt} answer={answer} /> : shown !== null && <AftermathPanel aftermath={shown} onClose={close} />}
      </AskingPanel>
    </>
  );
}

/** Tells one question or answer from the next. */
const keyOf = (shown: Shown): string => (shown.kind === 'prompt' ? shown.prompt.prompt : `${shown.kind} ${shown.drive.key}`);
