/** What is said when a port cannot be opened: the reason, and the exact step that helps. */
import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { heldFault, openingFault } from './opening-fault.ts';

const of = (message: string, platform: NodeJS.Platform = 'linux') => openingFault('/dev/ttyACM0', new Error(message), platform);

describe('a port that cannot be opened', () => {
  it.each([
    ['Error: No such file or directory, cannot open /dev/ttyACM0', 'missing', /There is no port \/dev\/ttyACM0/, /device list/],
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'denied', /permission denied/, new RegExp(`sudo usermod -aG dialout ${userInfo().username}`)],
    ['Error Resource temporarily unavailable Cannot lock port', 'busy', /Another program uses/, /Close the other program/],
    ['Error: Inappropriate ioctl for device, cannot open /dev/ttyACM0', 'invalid', /is no serial port/, /device list/],
    ['something nobody has seen', 'bug', /cannot be opened/, /./],
  ])('%s', (message, kind, says, advises) => {
    expect(of(message)).toMatchObject({ kind, message: expect.stringMatching(says), advice: expect.stringMatching(advises) });
  });

  it('is held by another program on Windows, and has other permissions on a Mac', () => {
    expect(of('Opening COM3: Access denied', 'win32')).toMatchObject({ kind: 'busy', context: { reason: 'held' } });
    expect(of('Permission denied', 'darwin')).toMatchObject({ kind: 'denied', advice: 'Check the permissions of the port.' });
  });

  it('names the program that has it', () => {
    expect(heldFault('/dev/ttyACM0', { pid: 77, name: 'thonny' })).toMatchObject({ message: 'The program "thonny" (process 77) uses the port /dev/ttyACM0.', context: { holder: 'thonny', reason: 'held' } });
  });
});
