/** One sign for each kind of place. */
import { IconDeviceDesktop, IconDownload, IconFileText, IconHome, IconMovie, IconMusic, IconPhoto, IconServer2, IconUsb, type Icon } from '@tabler/icons-react';
import type { Landmark } from '../../preload/contract/source-procedures.ts';

export const landmarkIcon: Record<Landmark['kind'], Icon> = {
  home: IconHome, documents: IconFileText, pictures: IconPhoto, music: IconMusic, videos: IconMovie, desktop: IconDeviceDesktop, downloads: IconDownload, root: IconServer2, volume: IconUsb,
};
