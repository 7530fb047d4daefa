/** What a board that gave no prompt is, told from what it said instead. */
import { Fault } from '../base/fault.ts';

/** Boards that can be recognised by what they print. */
const RESTART = /rst:0x|ets [A-Z][a-z]{2} +\d|Guru Meditation|Brownout detector|MPY: soft reboot|boot:0x/g;

/** The text as shown: what cannot be read is left out. */
const readable = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').trim();
const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(-60)}` : text);

/** Share of bytes that are not text: a wrong baud rate gives almost nothing else. */
function garbageShare(heard: string): number {
  const odd = heard.match(/\0|[\x7f-\xff]/g)?.length ?? 0;
  return heard.length === 0 ? 0 : odd / heard.length;
}

/** @param heard everything the board sent while its prompt was asked for, one character a byte. */
export function noPromptFault(port: string, heard: string): Fault {
  const context = { port, heard: excerpt(readable(heard)) };
  const fault = (kind: 'offline' | 'busy' | 'unsupported' | 'invalid', what: string, advice: string): Fault =>
    new Fault(kind, `The board on ${port} ${what}.`, { context, advice });
  if (heard === '') return fault('offline', 'does not answer', 'Press its reset button, check the cable (some carry power only), or close what runs on it; then run it again.');
  const circuit = circuitPython(heard, port);
  if (circuit !== null) return circuit;
  if (/safe mode/i.test(heard)) return fault('busy', 'is in safe mode and gives no prompt', 'Press its reset button, then run it again.');
  if ((heard.match(RESTART)?.length ?? 0) >= 2) return fault('offline', 'keeps restarting', 'Check its power supply, or start it in safe mode and repair boot.py or main.py.');
  if (garbageShare(heard) > 0.3) return fault('invalid', 'sends nothing that can be read', 'The baud rate may be another one: name it with --baud.');
  if (/Traceback|MicroPython|>>> |KeyboardInterrupt/.test(heard)) {
    return fault('busy', 'runs a program that cannot be interrupted', 'Stop the program, or press the reset button, then run it again.');
  }
  if (heard.length > 2000) return fault('busy', 'prints without end and takes no interrupt', 'Stop the program, or press the reset button, then run it again.');
  return fault('unsupported', 'does not answer like MicroPython', 'Holdfast backs up boards that run MicroPython. Is it the right port?');
}

/** CircuitPython, recognised by its banner or the notice it prints between two programs; null when it is not. */
export function circuitPython(heard: string, port: string): Fault | null {
  if (!/CircuitPython|Auto-reload is o|code\.py output/.test(heard)) return null;
  return circuitPythonFault(port, /safe mode/i.test(heard) ? ' in safe mode' : '');
}

export const circuitPythonFault = (port: string, mode: string): Fault =>
  new Fault('unsupported', `The board on ${port} runs CircuitPython${mode}, not MicroPython.`, {
    context: { port }, advice: 'Its drive CIRCUITPY holds its files: protect that as a folder.',
  });

/** A program runs, and nobody has agreed to its being stopped. */
export const wouldInterrupt = (port: string): Fault =>
  new Fault('busy', `A program runs on the board on ${port}.`, { context: { port, reason: 'running' }, advice: 'Allow it to be interrupted (on a command line: --interrupt), or wait until it ends.' });
