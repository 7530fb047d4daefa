/** The last button: makes the place if it is a new one, keeps what was answered, and begins the first backup. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Device } from '../../../../preload/contract/device.ts';
import { client } from '../../../client.ts';
import { formatAt } from '../../../form/format-model.ts';
import { useAsked, type Asked } from '../use-asked.ts';
import { careOf, destinationOf, type Answers } from './care.ts';

export function useProtect(device: Device, answers: Answers): Asked<string | null> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useAsked(async (interrupt) => {
    const { ref, name, state } = device;
    if (state !== 'away' && !interrupt) await client.device.info({ device: ref }); // a run that is refused later could not be agreed to any more
    const destination = answers.where.kind === 'folder' ? await placeIn(answers.where.path) : destinationOf(answers);
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

/** Backups that lie there are carried on; else blb archives are begun, in a folder of their own where other things lie. */
async function placeIn(path: string): Promise<string> {
  const place = await client.destination.inspect({ address: path, sources: [] });
  if (place.refusal !== null) throw new Error(place.refusal);
  if (formatAt(place.state) !== null) return place.address;
  const address = place.suggestion ?? place.address;
  if (formatAt((await client.destination.inspect({ address, sources: [] })).state) === null) await client.destination.init({ destination: address, format: 'archive', archive: { container: 'blb', compression: 'gzip' } });
  return address;
}
