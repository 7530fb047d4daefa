/** Counters a long operation writes and a host samples. Plain numbers: the hot path pays an addition, not an event. */
export interface Counts {
  files: number;
  bytes: number;
  /** Entries that could not be handled; each was reported as a Problem. */
  errors: number;
}

export class Progress {
  /** What is being done now, in the words of the contract's `RunPhase`. */
  phase = 'starting';
  readonly done: Counts = { files: 0, bytes: 0, errors: 0 };
  /** Null until it is known: a bar without a total is honest, a guessed one is not. */
  totalFiles: number | null = null;
  totalBytes: number | null = null;
  /** The item being worked on, as shown to people. */
  current: string | null = null;
}
