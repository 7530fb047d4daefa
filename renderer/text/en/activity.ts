/** Words of the activity pages. */
export const activity = {
};
