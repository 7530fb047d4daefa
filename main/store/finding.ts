/** What a check found wrong in a store. */

export type FindingKind =
  | 'snapshot' // a snapshot file cannot be read
  | 'key' // a key file cannot be read
  | 'index' // an index file cannot be read, or contradicts another
  | 'missing-pack'
  | 'pack' // a pack is not what it should be
  | 'tree' // a directory that no index names, or that is malformed
  | 'blob' // content no index names
  | 'entry'; // an entry of a directory makes no sense

export interface Affected {
  /** Snapshot id. */
  snapshot: string;
  /** As shown to people. */
  path: string;
}

export interface Finding {
  kind: FindingKind;
  message: string;
  /** At most `LISTED` of them. */
  affected: Affected[];
  affectedCount: number;
}

/** Affected files listed a finding; the rest is counted. */
export const LISTED = 1000;
