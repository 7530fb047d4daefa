/** Whether a plan's backup to a drive is due: whether it is worth asking for when the drive is plugged in. */

/** Milliseconds. Less than a day, so that a drive plugged in every evening is asked about every evening. */
export const DUE_AFTER = 20 * 60 * 60 * 1000;

/** @param lastSuccessAt RFC 3339; null: never. @param now milliseconds. A time that lies ahead is a clock that was wrong: due. */
export function isDue(lastSuccessAt: string | null, now: number): boolean {
  if (lastSuccessAt === null) return true;
  const age = now - Date.parse(lastSuccessAt);
  return !(age >= 0 && age < DUE_AFTER);
}
