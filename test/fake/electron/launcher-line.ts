/** The line from the stand-in to whoever launched it, and what is shared over it. */
import { Channel } from './channel.ts';
import { PortRelay } from './ports.ts';
import { readSetting } from './setting.ts';

export const launcher = new Channel(process as never);
export const relay = new PortRelay(launcher, 'main-');
export const setting = readSetting();
