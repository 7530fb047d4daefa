/** Addresses on drives as people say them: `drive:Photos/vault` instead of the number, which is an address, too. */

const ADDRESS = /\bdrive:([0-9a-z]{32})\b/g;

/** @param nameOf null for a drive that is not known: its number stays. Asked only where there is an address to replace. */
export const spokenAddresses = (text: string, nameOf: (id: string) => string | null): string =>
  text.includes('drive:') ? text.replace(ADDRESS, (whole, id: string) => {
    const name = nameOf(id);
    return name === null ? whole : `drive:${name}`;
  }) : text;
