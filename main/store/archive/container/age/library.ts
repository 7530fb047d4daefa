/** The age library, loaded when something is encrypted: it takes longer to load than most commands take to run. */
export const age = (): Promise<typeof import('age-encryption')> => import('age-encryption');
