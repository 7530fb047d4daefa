/** The client the command line talks to: the contract, called in-process. */
import type { Api } from '../api/open.ts';

export type Client = Api['client'];
