/** `holdfast device list`, `info`, `ls`, `diff`, `name` and `forget`: looking at boards, and calling them something. */
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { addReachOptions, reachOf, withConsent, type ReachOptions } from '../parse/device-options.ts';
import { changeLines, deviceTable, entryLines, infoLines } from '../show/device-lines.ts';
import { shown } from '../show/quantity.ts';

const PORT = ['<port>', 'path of a port, or the id or name of a known board'] as const;

export const deviceList = defineCommand<[], { all?: boolean }>({
  description: 'Lists boards: those on ports now, and known ones that are away. No port is opened for it, so a board nobody has talked to yet shows as a guess.',
  options: (command) => void command.option('-a, --all', 'also ports nothing speaks for a board on'),
  examples: [
    ['device list', 'what is plugged in, and what is known'],
    ['device list --all --json', 'every port, for scripts'],
  ],
  async run(cli, _none, { all = false }) {
    const { device } = await cli.client();
    const devices = (await device.list(undefined, { signal: cli.signal })).filter(({ likely }) => all || likely);
    if (cli.output.json) cli.output.object(devices);
    else if (devices.length === 0) cli.output.note('No board is plugged in, and none is known. "holdfast device list --all" lists every port.');
    else cli.output.lines(deviceTable(devices));
    return EXIT.ok;
  },
});

export const deviceInfo = defineCommand<[port: string], ReachOptions>({
  description: 'Asks a board what it is: firmware, id, file systems and their room, memory. A program that runs is only interrupted with --interrupt, or when you say yes.',
  arguments: [PORT],
  options: (command) => void addReachOptions(command),
  examples: [
    ['device info /dev/ttyACM0', 'the board on a port'],
    ['device info greenhouse --interrupt --json', 'a known board, wherever it is'],
  ],
  async run(cli, [port], options) {
    const { device } = await cli.client();
    const info = await withConsent(cli, reachOf(port, options), (reach) => device.info(reach, { signal: cli.signal }));
    if (cli.output.json) cli.output.object(info);
    else cli.output.lines(infoLines(info));
    return EXIT.ok;
  },
});

export const deviceLs = defineCommand<[port: string, path: string | undefined], ReachOptions & { long?: boolean }>({
  description: 'Lists a directory of a board as it is now.',
  arguments: [PORT, ['[path]', 'a directory on the board; / unless said otherwise']],
  options: (command) => void addReachOptions(command).option('-l, --long', 'sizes and times'),
  examples: [
    ['device ls /dev/ttyACM0', 'the root'],
    ['device ls greenhouse /lib -l', 'one directory of a known board, with sizes'],
  ],
  async run(cli, [port, path = '/'], { long = false, ...options }) {
    const { device } = await cli.client();
    const entries = await withConsent(cli, reachOf(port, options), (reach) => device.files({ ...reach, path }, { signal: cli.signal }));
    if (cli.output.json) cli.output.object(entries);
    else cli.output.lines(entryLines(entries, long));
    return EXIT.ok;
  },
});

export const deviceDiff = defineCommand<[port: string, snap: string | undefined], ReachOptions>({
  description: 'Compares a board as it is now with a snapshot of it, by content: + only on the board, - only in the snapshot, M changed.',
  arguments: [PORT, ['[snap]', "the snapshot; the board's newest unless said otherwise"]],
  options: (command) => void addReachOptions(command),
  examples: [
    ['device diff greenhouse', 'what changed since its last backup'],
    ['device diff /dev/ttyACM0 1a2b3c4d -r nas --json', 'against a snapshot of another destination, for scripts'],
  ],
  async run(cli, [port, snapshot = 'latest'], options) {
    const { device } = await cli.client();
    const changes = await withConsent(cli, reachOf(port, options), (reach) => device.changes({ ...reach, destination: cli.destination, snapshot }, { signal: cli.signal }));
    if (cli.output.json) cli.output.object(changes);
    else cli.output.lines(changeLines(changes));
    return EXIT.ok;
  },
});

export const deviceName = defineCommand<[board: string, name: string | undefined], object>({
  description: 'Gives a known board a name, by which every command finds it on whatever port it is. Without a name, takes the name away.',
  arguments: [['<board>', 'its id, name, or the port it was on last'], ['[name]', 'letters, digits, ".", "_", "-" and spaces']],
  examples: [
    ['device name /dev/ttyACM0 greenhouse', 'call the board there "greenhouse"'],
    ['device name greenhouse --json', 'no name any more'],
  ],
  async run(cli, [board, name]) {
    const { device } = await cli.client();
    const saved = await device.save({ device: board, name: name ?? null }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(saved);
    else if (!cli.output.quiet) cli.output.line(name === undefined ? `The board ${saved.id} has no name now.` : `The board ${saved.id} is called "${shown(name)}" from now on.`);
    return EXIT.ok;
  },
});

export const deviceForget = defineCommand<[board: string], object>({
  description: 'Forgets a board. Its backups stay where they are, and it is learnt anew when it is met again.',
  arguments: [['<board>', 'its id, name, or the port it was on last']],
  examples: [
    ['device forget greenhouse', 'a board that is gone for good'],
    ['device forget e6614103e7 --quiet', 'by its id'],
  ],
  async run(cli, [board]) {
    const { device } = await cli.client();
    const forgotten = await device.forget({ device: board }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(forgotten);
    else if (!cli.output.quiet) cli.output.line(`The board ${forgotten.forgotten} is forgotten. Its backups were not touched.`);
    return EXIT.ok;
  },
});
