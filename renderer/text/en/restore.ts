/** Words of the restore pages. */
export const restore = {
};
