/** Raw-paste: code goes to the compiler as it comes, as much at a time as the board asks for (MicroPython 1.14 and later). */
import { Fault } from '../base/fault.ts';
import type { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';

const ASK = '\x05A\x01';
const MORE = '\x01';
const END = '\x04';
/** Milliseconds within which the answer follows a prompt that came late. */
const LATE = 300;

/** False when the board does not know raw-paste: it is at its plain raw prompt then. */
export async function pasteRaw(inbox: Inbox, code: string, { silence }: Limits, signal: AbortSignal): Promise<boolean> {
  await inbox.send(ASK, signal);
  let answer = await inbox.exactly(2, silence, signal);
  while (answer !== null && answer !== 'R\x01' && answer !== 'R\x00') {
    await inbox.until('>', silence, signal); // a prompt: an old board took it for code, or one asked for earlier comes late
    answer = await inbox.exactly(2, LATE, signal);
  }
  if (answer !== 'R\x01') return false;
  const size = await inbox.exactly(2, silence, signal);
  if (size === null) throw stuck(inbox);
  const window = size.charCodeAt(0) + 256 * size.charCodeAt(1);
  let room = window;
  for (let at = 0; at < code.length;) {
    while (room <= 0) {
      const sign = await inbox.exactly(1, silence, signal);
      if (sign === MORE) room += window;
      else throw sign === END ? refused(inbox) : stuck(inbox);
    }
    const part = code.slice(at, at + room);
    await inbox.send(part, signal);
    at += part.length;
    room -= part.length;
  }
  await inbox.send(END, signal);
  const { found } = await inbox.until(END, silence, signal); // window signs may come before it
  if (!found) throw stuck(inbox);
  return true;
}

const stuck = ({ line }: Inbox): Fault =>
  new Fault('offline', `The board on ${line.name} stopped in the middle of taking code.`, { context: { port: line.name }, advice: 'Press its reset button, then run it again.' });
const refused = ({ line }: Inbox): Fault =>
  new Fault('full', `The board on ${line.name} could not take the code: its memory may be full.`, { context: { port: line.name }, advice: 'Press its reset button, then run it again.' });
