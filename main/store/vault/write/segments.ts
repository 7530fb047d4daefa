/** A large file read by every worker at once: in stretches, joined where the cuts of one meet those of the next. */
import type { FileStamp } from '../../worker/source-file.ts';
import type { SegmentRead, SegmentToRead } from '../worker/protocol.ts';

/** Bytes of a stretch. */
const STRETCH = 128 * 1024 * 1024;
/** Bytes ahead of a stretch where looking for cuts begins. After some ten of them two ways of cutting have nearly always met. */
const RUN_UP = 16 * 1024 * 1024;
/** Smaller files are read by one worker, while the others have others. */
export const LARGE = 192 * 1024 * 1024;

export interface Sizes {
  stretch: number;
  runUp: number;
}

/**
 * The ids of all pieces, 32 bytes each, as reading the file from its beginning would give them; null when it could not be read in one state.
 * @param read one stretch. @param abreast how many at once.
 */
export async function readInSegments(
  path: string, stamp: FileStamp, abreast: number, read: (task: SegmentToRead) => Promise<SegmentRead>, { stretch, runUp }: Sizes = { stretch: STRETCH, runUp: RUN_UP },
): Promise<Uint8Array[] | null> {
  const count = Math.ceil(stamp.size / stretch);
  const segments: SegmentRead[] = [];
  const part = (number: number, at: number, from: number): Promise<SegmentRead> => read({ type: 'segment', path, stamp, at, from, to: number === count - 1 ? stamp.size : (number + 1) * stretch });
  let next = 0;
  let usable = true;
  const work = async (): Promise<void> => {
    while (usable && next < count) {
      const number = next++;
      const segment = (segments[number] = await part(number, Math.max(0, number * stretch - runUp), number * stretch));
      usable &&= segment.steady;
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
  for (let number = 1; usable && number < count; number++) {
    const { last } = segments[number - 1]!;
    if (segments[number]!.first === last) continue;
    segments[number] = await part(number, last, last); // they have not met: once more, from the cut that counts
    usable = segments[number]!.steady;
  }
  return usable ? segments.map(({ ids }) => ids) : null;
}
