/** The board in memory keeps what every Board promises. */
import { boardContract } from '../contract/board.ts';
import { MemoryBoard } from './memory-board.ts';

boardContract('in memory', async (files) => {
  const board = new MemoryBoard(files);
  return { board, files: () => board.files(), [Symbol.asyncDispose]: async () => undefined };
});
