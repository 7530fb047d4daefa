/** Der Katalog aller Texte, Deutsch. */
import type { Messages } from './en.ts';
import { activity } from './de/activity.ts';
import { board } from './de/board.ts';
import { common } from './de/basics.ts';
import { care } from './de/care.ts';
import { chains } from './de/chains.ts';
import { devices } from './de/devices.ts';
import { drives } from './de/drives.ts';
import { form } from './de/form.ts';
import { frame } from './de/frame.ts';
import { history } from './de/history.ts';
import { home } from './de/home.ts';
import { place } from './de/place.ts';
import { plans } from './de/plans.ts';
import { protect } from './de/protect.ts';
import { restore } from './de/restore.ts';
import { run } from './de/run.ts';
import { settings } from './de/settings.ts';

export const de: Messages = { activity, board, care, chains, common, devices, drives, form, frame, history, home, place, plans, protect, restore, run, settings };
