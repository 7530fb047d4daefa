/** The message catalogue, English: every word the window says. Other languages have the same shape, or do not compile. */
import { activity } from './en/activity.ts';
import { board } from './en/board.ts';
import { common } from './en/basics.ts';
import { care } from './en/care.ts';
import { chains } from './en/chains.ts';
import { devices } from './en/devices.ts';
import { drives } from './en/drives.ts';
import { form } from './en/form.ts';
import { frame } from './en/frame.ts';
import { history } from './en/history.ts';
import { home } from './en/home.ts';
import { place } from './en/place.ts';
import { plans } from './en/plans.ts';
import { protect } from './en/protect.ts';
import { restore } from './en/restore.ts';
import { run } from './en/run.ts';
import { settings } from './en/settings.ts';

export const en = { activity, board, care, chains, common, devices, drives, form, frame, history, home, place, plans, protect, restore, run, settings };
export type Messages = typeof en;
