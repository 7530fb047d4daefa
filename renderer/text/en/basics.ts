/** Words used on many pages: states, outcomes, faults, buttons. */
import type { FaultKind } from '../../../preload/contract/errors.ts';
import type { RunOutcome, RunPhase } from '../../../preload/contract/run.ts';

export const common = {
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  next: 'Continue',
  save: 'Save',
  remove: 'Remove',
  retry: 'Try again',
  details: 'Details',
  copy: 'Copy',
  copied: 'Copied',
  copyCommand: 'Copy the equivalent command',
  undo: 'Undo',
  all: 'All',
  loading: 'Loading …',
  name: 'Name',
  size: 'Size',
  modified: 'Modified',
  shortcuts: 'Shortcuts on this page',
  files: (count: string, n: number) => (n === 1 ? '1 file' : `${count} files`),
  items: (count: string, n: number) => (n === 1 ? '1 item' : `${count} items`),
  versions: (count: string, n: number) => (n === 1 ? '1 version' : `${count} versions`),
  left: (duration: string) => `${duration} left`,
  perSecond: (size: string) => `${size}/s`,
  outcome: {
    succeeded: 'Succeeded', warned: 'With warnings', failed: 'Failed', cancelled: 'Cancelled', interrupted: 'Interrupted', skipped: 'Skipped', missed: 'Missed',
  } satisfies Record<RunOutcome, string>,
  state: { safe: 'Safe', busy: 'Working', attention: 'Needs a look', failed: 'Failed', none: 'Not yet' },
  phase: {
    starting: 'Starting', locking: 'Waiting for the vault', 'loading index': 'Reading the index', 'looking for changes': 'Looking for changes', 'backing up': 'Backing up',
    saving: 'Saving', planning: 'Comparing', restoring: 'Restoring', verifying: 'Verifying', deleting: 'Deleting', 'taking back': 'Taking back', 'checking structure': 'Checking the structure',
    'checking data': 'Checking the data', marking: 'Looking for what is used', repacking: 'Repacking', 'rebuilding index': 'Rebuilding the index', copying: 'Copying', finishing: 'Finishing',
  } satisfies Record<RunPhase, string>,
  /** What failed, where the engine sent no sentence of its own. */
  fault: {
    invalid: 'That cannot be used as it is.', missing: 'It is not there (any more).', 'no-destination': 'There is no backup at this place.', exists: 'It is there already.', denied: 'The system refuses access.',
    full: 'There is no room left.', busy: 'Something else is using it.', offline: 'The engine cannot be reached: nothing was done.', range: 'A stored file ends too early.', locked: 'Another run is using this destination.',
    'wrong-password': 'The password does not open it.', newer: 'It was written by a newer version.', damaged: 'Stored data is damaged.', unsupported: 'This is not possible here.', changed: 'It changed meanwhile.',
    stale: 'It changed since it was shown: look again.', bug: 'Something unforeseen went wrong.',
  } satisfies Record<FaultKind, string>,
};
