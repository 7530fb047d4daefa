/** What boards say about themselves, read: the full answer, the poor one, and clocks that begin in 2000. */
import { describe, expect, it } from 'vitest';
import { parseAbout, parseSpace } from './about.ts';

describe('parseAbout', () => {
  it('reads all a board says; the last answer to a question counts', () => {
    expect(parseAbout([
      'version\t1.20.0', 'machine\told', 'machine\tRaspberry Pi Pico W with RP2040', 'platform\trp2', 'build\tv1.20.0 on 2023-04-26', 'id\te6614103e7', 'frequency\t125000000', 'free\t180000', 'used\t12000',
      'epoch\t1970', 'clock\t2023,4,26,10,0,0', 'partition\t1,2,36864,20480,nvs,False', 'mount\t/\t4096,4096,212,100,100,0,0,0,0,255', 'mount\t/sd\t512,512,1000,900,800,0,0,0,0,255', '',
    ])).toEqual({
      version: '1.20.0', machine: 'Raspberry Pi Pico W with RP2040', platform: 'rp2', build: 'v1.20.0 on 2023-04-26', id: 'e6614103e7', frequency: 125_000_000, memoryFree: 180_000, memoryTotal: 192_000,
      mounts: [{ path: '/', size: 868_352, free: 409_600, block: 4096 }, { path: '/sd', size: 512_000, free: 409_600, block: 512 }], partitions: ['1,2,36864,20480,nvs,False'], clockSet: true, epoch: 0,
    });
  });

  it('makes do with nothing', () => {
    expect(parseAbout([])).toEqual({ version: '', machine: '', platform: '', build: '', id: null, frequency: null, memoryFree: 0, memoryTotal: 0, mounts: [], partitions: [], clockSet: false, epoch: 0 });
  });

  it('counts from 1970 what a clock counts from 2000, and leaves out a root that only holds others', () => {
    expect(parseAbout(['epoch\t2000', 'clock\t2000,1,1,0,0,12', 'mount\t/\t', 'mount\t/\t0,0,0,0,0'])).toMatchObject({ epoch: 946_684_800, clockSet: false, mounts: [] });
  });

  it('takes the block where there is no fragment', () => {
    expect(parseSpace('4096,0,10,5,5')).toEqual({ size: 40_960, free: 20_480, block: 4096 });
    expect(parseSpace('')).toEqual({ size: 0, free: 0, block: 0 });
  });
});
