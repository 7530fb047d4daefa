/** The vault's kernels: everything that touches each byte and has no fast form in Node. No heap, no garbage collector. */
export { scan } from './cutter';
export { counterBlocks, xor } from './stream';
export { polyStart, polyUpdate, polyFinish } from './poly1305';
export { romix } from './scrypt';
