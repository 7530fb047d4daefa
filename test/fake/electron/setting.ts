/** What the launcher tells the stand-in about the machine it plays. Travels in an environment variable. */

export const VARIABLE = 'ELECTRON_STAND_IN';

export interface Display {
  id: number;
  workArea: { x: number; y: number; width: number; height: number };
}

export interface Setting {
  dark: boolean;
  locale: string;
  packaged: boolean;
  /** The first is the main one. */
  displays: Display[];
}

export const USUAL: Setting = { dark: false, locale: 'en-US', packaged: true, displays: [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] };

export const readSetting = (): Setting => ({ ...USUAL, ...(JSON.parse(process.env[VARIABLE] ?? '{}') as Partial<Setting>) });
