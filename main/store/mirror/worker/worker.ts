/** A mirror's worker: links, copies and reads back, one task at a time, in order of arrival. */
import { parentPort, workerData } from 'node:worker_threads';
import { Stopped, StopSign } from '../../worker/stop.ts';
import { flat } from '../../worker/worker-error.ts';
import { Copier } from './copy-files.ts';
import { finishFolders } from './finish-folders.ts';
import { linkFiles } from './link-files.ts';
import { MadeFolders } from './made-folders.ts';
import type { FromWorker, Part, Result, Task, ToWorker, WorkerSetup } from './protocol.ts';
import { ReadThrough, WriteError } from './read-through.ts';
import { takeFiles } from './take-files.ts';

if (parentPort === null) throw new Error('the mirror worker must be started as a worker thread');
const port = parentPort;
const { sign: shared, flush } = workerData as WorkerSetup;
const sign = new StopSign(shared);
const made = new MadeFolders();
let running = -1;
const say = (message: FromWorker): void => port.postMessage(message);
const tell = (part: Part): void => say({ id: running, part });
let copier: Copier | null = null;
let through: ReadThrough | null = null;

function perform(task: Task): Result {
  switch (task.type) {
    case 'link':
      return linkFiles(task, made, sign);
    case 'copy':
      return (copier ??= new Copier({ sign, flush, made, tell })).copy(task);
    case 'folders':
      return finishFolders(task, made, sign);
    case 'take':
      return takeFiles(task, (through ??= new ReadThrough()), sign, tell);
  }
}

port.on('message', ({ id, task }: ToWorker) => {
  running = id;
  try {
    if (sign.stopped) throw new Stopped('stopped');
    say({ id, result: perform(task) });
  } catch (error) {
    say({ id, failure: flat(error instanceof WriteError ? error.cause : error) });
  }
});
