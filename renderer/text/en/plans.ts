/** Words of the plans pages. */
export const plans = {
};
