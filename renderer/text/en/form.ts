/** Words of the form pages. */
export const form = {
};
