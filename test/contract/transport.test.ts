/** Every procedure over every transport. */
import { describe } from 'vitest';
import { CASES } from './transport-cases.ts';
import { checkTransports } from './transport.ts';

describe('every procedure, over every transport', () => {
  checkTransports(CASES);
});
