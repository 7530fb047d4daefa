/** Wörter des Assistenten, der ein Board schützt. */
import type { care as english } from '../en/care.ts';
import { place } from './place.ts';

export const care: typeof english = {
  title: (board) => (board === '' ? 'Ein Board schützen' : `${board} schützen`),
  noId: 'Dieses Board nennt keine Kennung, deshalb lässt sich nichts über es festhalten. Sichern lässt es sich trotzdem, unter dem Namen seines Anschlusses.',
  step: { what: 'Was', where: 'Wohin', keep: 'Wie oft, wie lange', summary: 'Zusammenfassung' },
  question: { what: 'Was vom Board soll gesichert werden?', where: 'Wohin sollen seine Sicherungen?', keep: 'Wie oft, und wie lange sollen alte Versionen bleiben?', summary: 'Stimmt das so?' },
  aside: {
    what: 'Das Board wird nur gelesen. Ab der zweiten Sicherung wird nur übertragen, was sich geändert hat.',
    where: 'An einem eigenen Ort ist jede Sicherung eine Datei, die unzip öffnet. Jeder andere Ort nimmt Boards neben allem anderen auf.',
    keep: 'Ein Board wird gesichert, wenn es angeschlossen ist. Holdfast fragt dann, und unterbricht nie ein Programm ohne Zustimmung.',
    summary: 'All das lässt sich später auf der Seite des Boards ändern.',
  },
  sentence: 'Sichere {what} an diesen Ort: {where}; nachgefragt wird {often}, aufgehoben wird {keep}.',
  allOf: (board) => `alles von ${board}`,
  partOf: (parts, board) => `${parts} von ${board}`,
  without: (what, patterns) => `${what} ohne ${patterns}`,
  ownName: 'der Ort für Boards',
  every: (days, n) => (n === 1 ? 'jeden Tag, an dem es angeschlossen wird' : `beim Anschließen nach ${days} Tagen`),
  problem: {
    ...place.problem, gone: 'Ein Ort ist zu wählen: Der bisherige steht nicht mehr in der Liste.',
    path: 'Ein Pfad auf einem Board beginnt mit einem Schrägstrich: /sd', days: 'Möglich sind 1 bis 365 Tage.', name: 'Ein anderer Name ist nötig: Buchstaben, Ziffern, Punkte, Binde- und Unterstriche und Leerzeichen.',
  },
  what: {
    mounts: 'Dateisysteme',
    taken: (taken, size) => `${taken} von ${size} belegt`,
    whole: (taken) => (taken === '' ? 'Alles.' : `Alles, ${taken}: Das Board hat ein Dateisystem.`),
    excludes: 'Auslassen',
    excludesWhy: 'Muster wie *.log, __pycache__ oder /data/cache. Leer heißt: alles wird gesichert.',
    includes: 'Nur diese',
    includesWhy: 'Muster wie *.py. Leer heißt: alles, was nicht ausgelassen wird.',
    paths: 'Nur in diesen Ordnern',
    pathsWhy: 'Pfade auf dem Board wie /lib oder /sd. Leer heißt: das ganze Board.',
  },
  where: {
    own: 'Ein eigener Ort für Boards',
    ownWhy: 'Auf diesem Rechner: je Sicherung eine Zip-Datei (.blb), in Ketten. Verschlüsselt ist darin nichts.',
    format: { vault: 'Verschlüsselter Tresor', mirror: 'Einfache Ordner', archive: 'Archive' },
    gone: (name) => `„${name}“ steht nicht mehr in der Liste der Ziele. Zu wählen ist, wohin die Sicherungen von jetzt an gehen.`,
    makes: 'Dort werden Archive (.blb) begonnen: je Sicherung eine Zip-Datei, die unzip öffnet. Verschlüsselt ist darin nichts.',
  },
  keep: {
    often: 'Beim Anschließen nachfragen, wenn die letzte Sicherung so alt ist',
    oftenWhy: 'Danach gilt sie auch auf der Seite der Geräte als alt.',
  },
  summary: {
    own: 'Die erste Sicherung legt den Ort an und sagt, wo er ist.',
    saved: 'Seine Sicherungen liegen dort neben dem, was schon da ist, unter dem Namen des Boards.',
    makes: (path) => `In ${path} werden Archive von Boards begonnen; jedes ist eine Zip-Datei, die jedes Programm öffnet.`,
    changed: 'Die erste Sicherung liest alles, die nächsten nur, was sich geändert hat.',
    away: 'Es ist gerade nicht angeschlossen. Die Auswahl wird festgehalten, und nachgefragt, wenn es kommt.',
  },
  start: 'Erste Sicherung beginnen',
  save: 'Festhalten',
  protect: 'Schützen …',
  protectLabel: (board) => `Schützen … ${board}`,
  change: 'Ändern …',
  changeLabel: (board) => `Ändern, wie es geschützt ist: ${board}`,
  isProtected: (where, often) => `Geschützt, nachgefragt wird ${often}. Ort: ${where}`,
  boards: 'Angeschlossene Boards',
  boardsWhy: 'Ein Board wird für sich geschützt, nicht als einer der Ordner.',
};
