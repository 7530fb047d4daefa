/** What the window remembers of itself: its look, its language, and by name what its views want to keep. */
import type { SettingsChange } from '../../preload/contract/settings.ts';
import { client } from '../client.ts';
import { queryClient } from './query-client.ts';

export async function saveAppearance(appearance: NonNullable<SettingsChange['appearance']>): Promise<void> {
  await client.settings.save({ appearance });
  await queryClient.invalidateQueries({ queryKey: ['settings'] });
}
