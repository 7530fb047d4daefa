/** Names Holdfast uses on a board for a short while. Nothing that begins so is ever listed. */
export const HIDDEN = '.hf~';
/** A file that is being written. */
export const PARTIAL = HIDDEN;
