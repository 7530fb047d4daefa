/** The age library, loaded when something is encrypted: it takes longer to load than most commands take to run. */
import type * as Age from 'age-encryption';

export const age = (): Promise<typeof Age> => import('age-encryption');
