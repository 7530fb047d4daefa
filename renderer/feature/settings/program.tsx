/** The program itself: its log, its cache, where its state lies. */
import { Select, Stack, Switch } from '@mantine/core';
import type { JSX } from 'react';
import type { LogLevel } from '../../../preload/contract/settings.ts';
import { useAppInfo, useSettings } from '../../client/use-basics.ts';
import { PathText } from '../../form/path-text.tsx';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import classes from './page.module.css';
import { useSaveSettings } from './queries.ts';
import { Reveal } from './reveal.tsx';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const satisfies readonly LogLevel[];

export function ProgramSection(): JSX.Element {
  const { t } = useText();
  const save = useSaveSettings();
  const info = useAppInfo().data;
  const words = t.settings;
  return (
    <Loaded query={useSettings()} lines={6}>
      {({ settings, path }) => (
        <Stack gap="lg" align="flex-start">
          <Select
            label={words.logLevel}
            description={words.logText}
            data={LEVELS.map((value) => ({ value, label: words.logLevels[value] }))}
            value={settings.logLevel}
            allowDeselect={false}
            onChange={(level) => level !== null && save.mutate({ logLevel: level as LogLevel })}
          />
          <Switch
            label={words.cache}
            description={words.cacheText}
            checked={settings.cache.enabled}
            onChange={({ currentTarget }) => save.mutate({ cache: { enabled: currentTarget.checked } })}
          />
          {save.error !== null && <Problem error={save.error} />}
          <dl className={classes.facts}>
            <dt>{words.file}</dt>
            <dd><PathText text={path} /></dd>
            <dt>{words.stateFolder}</dt>
            <dd><PathText text={info?.home ?? ''} /></dd>
            <dt>{words.secretStore}</dt>
            <dd>{info === undefined ? '' : (words.secretStores[info.secretStore] ?? info.secretStore)}</dd>
          </dl>
          {info?.can.reveal === true && <Reveal path={path} />}
        </Stack>
      )}
    </Loaded>
  );
}
