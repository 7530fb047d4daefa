/** Snapshots as restic's JSON has them. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { shortId } from '../../base/ids.ts';

export const snapshotJson = ({ id, ...fields }: Snapshot): object => ({ ...fields, id, short_id: shortId(id) });
