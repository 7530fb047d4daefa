/** What everything long answers with: the run to watch. */
import { z } from 'zod';

export const RunStarted = z.object({ runId: z.string() });

/** A destination: a name from the settings or an address; absent means the default one. */
export const DestinationRef = z.string().min(1).optional();

/** An id, a unique prefix of one, `latest`, or one of them with `:/sub/path`. */
export const SnapshotRef = z.string().min(1);
