/** Everything the desktop says outside the page, in every language it has: menu, dialogs. The page has its own catalogue. */
import type { Settings } from '../../preload/contract/settings.ts';

const en = {
  menu: {
    about: 'About Holdfast', settings: 'Settings…', services: 'Services', hide: 'Hide Holdfast', hideOthers: 'Hide Others', showAll: 'Show All', quit: 'Quit Holdfast',
    file: 'File', close: 'Close Window', edit: 'Edit', undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select All',
    view: 'View', reload: 'Reload', developer: 'Developer Tools', actualSize: 'Actual Size', zoomIn: 'Zoom In', zoomOut: 'Zoom Out', fullScreen: 'Full Screen',
    go: 'Go', home: 'Home', restore: 'Restore', history: 'History', plans: 'Plans', window: 'Window', minimize: 'Minimize', zoom: 'Zoom', front: 'Bring All to Front',
    help: 'Help', showLog: 'Show Log Files',
  },
  quit: {
    message: 'A run is going on.', detail: 'Stopped now, it leaves no new version behind. A vault keeps what is stored already, and the next run goes on from there.',
    wait: 'Quit when it has ended', stop: 'Stop it and quit', stay: 'Go on',
  },
  engine: {
    message: 'The engine of Holdfast keeps stopping.', detail: (reason: string, log: string) => `${reason}\n\nNothing that is stored is affected. Backups do not run until this is solved. The log has more: ${log}`,
    again: 'Try again', log: 'Show log files', quit: 'Quit',
  },
  page: {
    message: 'The window keeps crashing.', detail: (reason: string, log: string) => `${reason}\n\nWhat runs goes on. The log has more: ${log}`,
    again: 'Open it again', close: 'Close the window',
  },
  drive: {
    'back-up': (drive: string, plans: string) => `Back up ${plans} to ${drive} now?`, use: (drive: string) => `Use ${drive} for backups?`, safe: (drive: string) => `${drive} is safe to remove.`,
    open: 'Click to open Holdfast.',
  },
  notStarted: (reason: string) => `Holdfast could not be started. ${reason}`,
};
export type Words = typeof en;

const de: Words = {
  menu: {
    about: 'Über Holdfast', settings: 'Einstellungen …', services: 'Dienste', hide: 'Holdfast ausblenden', hideOthers: 'Andere ausblenden', showAll: 'Alle einblenden', quit: 'Holdfast beenden',
    file: 'Datei', close: 'Fenster schließen', edit: 'Bearbeiten', undo: 'Rückgängig', redo: 'Wiederholen', cut: 'Ausschneiden', copy: 'Kopieren', paste: 'Einfügen', selectAll: 'Alles auswählen',
    view: 'Ansicht', reload: 'Neu laden', developer: 'Entwicklerwerkzeuge', actualSize: 'Originalgröße', zoomIn: 'Vergrößern', zoomOut: 'Verkleinern', fullScreen: 'Vollbild',
    go: 'Gehe zu', home: 'Übersicht', restore: 'Wiederherstellen', history: 'Verlauf', plans: 'Pläne', window: 'Fenster', minimize: 'Im Dock ablegen', zoom: 'Zoomen', front: 'Alle nach vorne',
    help: 'Hilfe', showLog: 'Protokolldateien zeigen',
  },
  quit: {
    message: 'Ein Lauf ist noch nicht zu Ende.', detail: 'Wird er jetzt angehalten, entsteht keine neue Version. Ein Tresor behält, was schon gespeichert ist, und der nächste Lauf macht dort weiter.',
    wait: 'Beenden, wenn er zu Ende ist', stop: 'Anhalten und beenden', stay: 'Weitermachen',
  },
  engine: {
    message: 'Der Kern von Holdfast bricht immer wieder ab.',
    detail: (reason, log) => `${reason}\n\nWas gespeichert ist, ist nicht betroffen. Bis das gelöst ist, wird nichts gesichert. Mehr steht im Protokoll: ${log}`,
    again: 'Noch einmal versuchen', log: 'Protokolldateien zeigen', quit: 'Beenden',
  },
  page: {
    message: 'Das Fenster stürzt immer wieder ab.', detail: (reason, log) => `${reason}\n\nWas läuft, läuft weiter. Mehr steht im Protokoll: ${log}`,
    again: 'Wieder öffnen', close: 'Fenster schließen',
  },
  drive: {
    'back-up': (drive, plans) => `${plans} jetzt auf ${drive} sichern?`, use: (drive) => `${drive} für Sicherungen verwenden?`, safe: (drive) => `${drive} kann entfernt werden.`,
    open: 'Klicken öffnet Holdfast.',
  },
  notStarted: (reason) => `Holdfast konnte nicht gestartet werden. ${reason}`,
};

const ALL = { en, de };

/** @param locale of the system, such as `de-CH`. */
export function wordsIn(language: Settings['appearance']['language'], locale: string): Words {
  if (language !== 'system') return ALL[language];
  return locale.toLowerCase().startsWith('de') ? de : en;
}
