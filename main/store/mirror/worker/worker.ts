/** A mirror's worker: links, copies and reads back, one task at a time, in order of arrival. */
import { parentPort, workerData } from 'node:worker_threads';
import { apply } from '../../../base/effort.ts';
import type { FromMember, ToMember } from '../../worker/crew.ts';
import { StopSign } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import { Copier } from './copy-files.ts';
import { finishFolders } from './finish-folders.ts';
import { linkFiles } from './link-files.ts';
import { MadeFolders } from './made-folders.ts';
import type { Part, Result, Task, WorkerSetup } from './protocol.ts';
import { ReadThrough, WriteError } from './read-through.ts';
import { takeFiles } from './take-files.ts';

if (parentPort === null) throw new Error('the mirror worker must be started as a worker thread');
const port = parentPort;
const { sign: shared, flush, effort } = workerData as WorkerSetup;
const pace = apply(effort);
const sign = new StopSign(shared);
const made = new MadeFolders();
let running = -1;
/** Called now and then by whoever works. @throws Stopped. */
const goOn = (): void => sign.goOn(pace);
const say = (message: FromMember<Result, Part>): void => port.postMessage(message);
const tell = (part: Part): void => say({ id: running, part });
let copier: Copier | null = null;
let through: ReadThrough | null = null;

function perform(task: Task): Result {
  switch (task.type) {
    case 'link':
      return linkFiles(task, made, goOn);
    case 'copy':
      return (copier ??= new Copier({ goOn, isSkipped: (ticket) => sign.isSkipped(ticket), flush, made, tell })).copy(task);
    case 'folders':
      return finishFolders(task, made, goOn);
    case 'take':
      return takeFiles(task, (through ??= new ReadThrough()), goOn, tell);
  }
}

port.on('message', ({ id, task }: ToMember<Task>) => {
  running = id;
  try {
    goOn();
    say({ id, result: perform(task) });
  } catch (error) {
    say({ id, failure: flat(error instanceof WriteError ? error.cause : error) });
  }
});
