/** The last button: makes the place if it is a new one, keeps what was answered, and begins the first backup. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Device } from '../../../../preload/contract/device.ts';
import { client } from '../../../client.ts';
import { adopt, isExists } from '../../../form/place/make-place.ts';
import { useAsked, type Asked } from '../use-asked.ts';
import { careOf, type Answers } from './care.ts';
import type { Target } from './target.ts';

export function useProtect(device: Device, answers: Answers, target: Target): Asked<string | null> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useAsked(async (interrupt) => {
    const { ref, name, state } = device;
    if (state !== 'away' && !interrupt) await client.device.info({ device: ref }); // a run that is refused later could not be agreed to any more
    const destination = await prepared(target);
    const wanted = answers.name.trim() === '' ? null : answers.name.trim();
    if (wanted !== name) await client.device.save({ device: ref, name: wanted });
    await client.device.protect({ device: ref, care: careOf(answers, destination) });
    if (state === 'away') {
      await navigate({ to: '/devices/board', search: { device: ref } });
      return null;
    }
    const { runId } = await client.device.backup({ device: ref, interrupt });
    await queries.invalidateQueries({ queryKey: ['snapshots'] });
    await navigate({ to: '/runs/$runId', params: { runId } });
    return runId;
  });
}

/** A drive becomes known, and archives of boards are begun, where that was said. Each may have been done by an attempt before. @returns what the board is to keep as its destination. */
async function prepared({ place, makes, destination }: Target): Promise<string | null> {
  const address = place?.address ?? null;
  const lasting = place === null || place.adopts === null || address === null ? destination : await adopt(place.adopts, address, client);
  if (makes && address !== null) {
    await client.destination.init({ destination: address, format: 'archive', archive: { container: 'blb', compression: 'gzip' } }).catch((error: unknown) => {
      if (!isExists(error)) throw error;
    });
  }
  return lasting;
}
