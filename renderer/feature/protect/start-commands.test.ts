import { describe, expect, it } from 'vitest';
import type { Drive } from '../../../preload/contract/drive.ts';
import { NO_EXCLUDES } from '../../form/exclude-model.ts';
import { NEW_STORING } from '../../form/format-model.ts';
import type { PlaceAnswers } from '../../form/place/place-model.ts';
import type { Answers } from './answers.ts';
import { startCommands } from './start-commands.ts';

const drive = { key: 'k', path: '/media/BLUE' } as unknown as Drive;
const placed = (placeName: string, address: string, rest: Partial<PlaceAnswers> = {}): PlaceAnswers => ({ where: null, placeName, address, makes: true, storing: NEW_STORING, adopts: null, saved: false, ...rest });
const answers = (second: PlaceAnswers | null, rest: Partial<PlaceAnswers> = {}): Answers => ({ ...placed('Here', '/data', rest), second, ticked: [], folders: ['/docs'], excludes: NO_EXCLUDES, name: 'Docs', bytes: null, counted: false });

describe('the commands of the wizard', () => {
  it('make a second vault that cuts as the first one does', () => {
    expect(startCommands(answers(placed('NAS', '/nas')))).toEqual([
      'holdfast init /data\nholdfast destination add Here /data', 'holdfast init --chunker-from Here /nas\nholdfast destination add NAS /nas', 'holdfast backup /docs --to Here', 'holdfast copy latest -r Here --to NAS',
    ]);
    const mirror = startCommands(answers(placed('NAS', '/nas', { storing: { ...NEW_STORING, format: 'mirror' } })));
    expect(mirror[1]).toBe('holdfast init --format mirror /nas\nholdfast destination add NAS /nas --format mirror');
  });

  it('make a drive known once', () => {
    const both = startCommands(answers(placed('Two', '/media/BLUE/two', { adopts: drive }), { address: '/media/BLUE/one', adopts: drive }));
    expect(both.join('\n').split('\n').filter((line) => line.includes('adopt'))).toEqual(['holdfast drive adopt /media/BLUE']);
  });
});
