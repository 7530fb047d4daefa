/** How the window looks and which language it speaks. Takes effect at once. */
import { SegmentedControl, Select, Stack, Text } from '@mantine/core';
import type { JSX } from 'react';
import type { ColorScheme } from '../../../preload/contract/settings.ts';
import { useSettings } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useSaveSettings } from './queries.ts';

export function AppearanceSection(): JSX.Element {
  const { t } = useText();
  const save = useSaveSettings();
  const words = t.settings;
  return (
    <Loaded query={useSettings()} lines={4}>
      {({ settings: { appearance } }) => (
        <Stack gap="lg" align="flex-start">
          <div role="group" aria-labelledby="scheme">
            <Text id="scheme" size="sm" fw={500} mb={4}>{words.scheme}</Text>
            <SegmentedControl
              aria-label={words.scheme}
              data={(['system', 'light', 'dark'] satisfies ColorScheme[]).map((value) => ({ value, label: words.schemes[value] }))}
              value={appearance.scheme}
              onChange={(scheme) => save.mutate({ appearance: { scheme } })}
            />
          </div>
          <Select
            label={words.language}
            description={words.languageNote}
            data={(['system', 'en', 'de'] as const).map((value) => ({ value, label: words.languages[value] }))}
            value={appearance.language}
            allowDeselect={false}
            onChange={(language) => language !== null && save.mutate({ appearance: { language } })}
          />
          {save.error !== null && <Problem error={save.error} />}
        </Stack>
      )}
    </Loaded>
  );
}
