/** Which keys this keyboard has. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
