/** How much of the machine and of the line backups may take, whoever starts them. */
import { Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { Settings } from '../../../preload/contract/settings.ts';
import type { RateLimits, Speed } from '../../../preload/contract/speed.ts';
import { useSettings } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './page.module.css';
import { useSaveSettings } from './queries.ts';
import { bytesOf, megabytesOf, speedCommand } from './rates.ts';

const SPEEDS = ['gentle', 'normal', 'fast'] as const satisfies readonly Speed[];

export function SpeedSection(): JSX.Element {
  return <Loaded query={useSettings()} lines={6}>{({ settings }) => <SpeedForm settings={settings} />}</Loaded>;
}

function SpeedForm({ settings: { speed, limits } }: { settings: Pick<Settings, 'speed' | 'limits'> }): JSX.Element {
  const { t } = useText();
  const words = t.settings.speeds;
  const save = useSaveSettings();
  const [chosen, setChosen] = useState<Speed | null>(null); // at once, while it is being kept
  const choose = (value: Speed): void => {
    setChosen(value);
    save.mutate({ speed: value }, { onSettled: () => setChosen(null) });
  };
  return (
    <Stack gap="lg" align="flex-start">
      <p className="quiet">{words.intro}</p>
      <Radio.Group label={words.question} value={chosen ?? speed} onChange={(value) => choose(value as Speed)}>
        <Stack gap={12} mt={8}>{SPEEDS.map((value) => <Radio key={value} value={value} label={words[value].label} description={words[value].why} />)}</Stack>
      </Radio.Group>
      <div className={classes.group}>
        <h3>{words.limits}</h3>
        <p className="quiet">{words.limitsText}</p>
        <Group align="flex-start">
          {(['upload', 'download'] as const).map((way) => <RateField key={way} label={words[way]} rate={limits[way]} onSave={(rate, onFailed) => save.mutate({ limits: { [way]: rate } }, { onError: onFailed })} />)}
        </Group>
        <CommandButton command={speedCommand(speed, limits)} />
      </div>
      {save.error !== null && <Problem error={save.error} />}
    </Stack>
  );
}

interface RateFieldProps {
  label: string;
  rate: RateLimits['upload'];
  onSave: (rate: RateLimits['upload'], onFailed: () => void) => void;
}

/** Kept on Enter, or on leaving the field: once for each value. */
function RateField({ label, rate, onSave }: RateFieldProps): JSX.Element {
  const { t } = useText();
  const [typed, setTyped] = useState<number | string>(megabytesOf(rate));
  const [shown, setShown] = useState(rate);
  const [sent, setSent] = useState(rate);
  if (rate !== shown) {
    setShown(rate);
    setSent(rate);
    setTyped(megabytesOf(rate));
  }
  const settle = (): void => {
    const next = bytesOf(typed);
    setTyped(megabytesOf(next)); // what means no limit is shown as none
    if (next === sent) return;
    setSent(next);
    onSave(next, () => setSent(rate));
  };
  return (
    <NumberInput
      label={label} placeholder={t.settings.speeds.unlimited} suffix=" MB/s" value={typed} min={0} max={1e6} decimalScale={3} allowNegative={false} hideControls
      onChange={setTyped} onBlur={settle} onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}
