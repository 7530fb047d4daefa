/** Words of the history pages. */
export const history = {
};
