/** Words of the protect pages. */
export const protect = {
};
