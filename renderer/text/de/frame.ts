/** Der Rahmen um jede Seite. */
import type { frame as english } from '../en/frame.ts';

export const frame: typeof english = {
  product: 'Holdfast',
  home: 'Start',
  restore: 'Wiederherstellen',
  history: 'Verlauf',
  drives: 'Laufwerke',
  devices: 'Geräte',
  plans: 'Pläne',
  settings: 'Einstellungen',
  rail: 'Bereiche',
  skip: 'Zur Seite springen',
  commands: 'Befehle',
  lost: 'Die Verbindung zum Programm ist abgerissen. Eine laufende Sicherung geht vielleicht weiter. Neuer Versuch …',
  lostAge: (age) => `Der Stand ist von ${age}.`,
  refused: 'Dieses Fenster gehört nicht zum laufenden Holdfast. Öffne die ausgegebene Adresse oder starte es neu.',
  notFound: 'Diese Seite gibt es nicht.',
  goHome: 'Zum Start',
  desktop: 'Desktop',
  browser: 'Im Browser',
};
