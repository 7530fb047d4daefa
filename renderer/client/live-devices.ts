/** The boards as they come and go. */
import { client } from '../client.ts';
import { liveNews } from './live-news.ts';

export const { follow: followDevices, followAgain: followDevicesAgain, use: useDevices } = liveNews((signal) => client.device.watch(undefined, { signal }));
