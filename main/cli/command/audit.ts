/** `holdfast audit list` and `verify`: the journal of every change. */
import type { AuditEntry, AuditHead } from '../../../preload/contract/audit.ts';
import { Fault } from '../../base/fault.ts';
import { isHexId, shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { count, counted, shown, when } from '../show/quantity.ts';
import { table } from '../show/table.ts';

interface ListOptions {
  limit?: string;
}

interface VerifyOptions {
  noted?: string;
}

export const auditList = defineCommand<[], ListOptions>({
  description: 'Lists what changed data or settings: when, who, what. Newest first.',
  options: (command) => void command.option('-n, --limit <n>', 'how many (default: 50)'),
  examples: [
    ['audit list', 'the latest fifty'],
    ['audit list --limit 1000 --json', 'more of it, for scripts'],
  ],
  async run(cli, _, { limit = '50' }) {
    if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > 1000)
      throw new Fault('invalid', `--limit cannot be "${limit}": it takes how many, from 1 to 1000.`);
    const { audit } = await cli.client();
    const { entries } = await audit.list({ limit: Number(limit) }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(entries);
    else if (entries.length === 0) cli.output.note('The journal is empty: nothing was changed yet.');
    else {
      cli.output.lines(
        table<AuditEntry>(entries, [
          { title: 'No.', align: 'right', cell: ({ seq }) => count(seq) },
          { title: 'Time', cell: ({ time }) => when(time) },
          { title: 'Who', cell: ({ actor }) => shown(actor) },
          { title: 'What', cell: ({ action }) => shown(action) },
          { title: 'Of', cell: ({ subject }) => shown(isHexId(subject) ? shortId(subject) : subject) },
        ]),
      );
    }
    return EXIT.ok;
  },
});

const BROKEN = {
  changed: 'was changed after it was written',
  removed: 'is missing',
  unlinked: 'does not follow from the one before',
} as const;

export const auditVerify = defineCommand<[], VerifyOptions>({
  description:
    'Checks the chain of hashes over the whole journal. Note the head it prints somewhere else: given back with --noted, it proves that nothing up to ' +
    'it was changed or taken away.',
  options: (command) => void command.option('--noted <head>', 'a head seen earlier: NUMBER:HASH'),
  examples: [
    ['audit verify', 'check, and print the head'],
    ['audit verify --noted 412:9f8e…', 'check against a head noted earlier'],
  ],
  async run(cli, _, { noted }) {
    const earlier = noted === undefined ? undefined : parseHead(noted);
    const { audit } = await cli.client();
    const { entries, head, broken } = await audit.verify({ noted: earlier }, { signal: cli.signal });
    const { output } = cli;
    if (output.json) output.object({ entries, head, broken });
    else if (broken !== null) {
      output.line(
        `${output.paint('failed', '✕', 'answer')} Entry ${count(broken.seq)} ${BROKEN[broken.reason]}; the ${counted(entries, 'entry', 'entries')} before it hold.`,
      );
      output.line('Somebody or something changed the journal. Compare it with a backup of the state folder.');
    } else if (!output.quiet) {
      output.line(`${output.paint('safe', '✓', 'answer')} The journal holds: ${counted(entries, 'entry', 'entries')}.`);
      if (head !== null) output.line(`Head: ${head.seq}:${head.hash}`);
    }
    return broken === null ? EXIT.ok : EXIT.failed;
  },
});

function parseHead(text: string): AuditHead {
  const [, seq = '', hash = ''] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== '') return { seq: Number(seq), hash };
  throw new Fault('invalid', `--noted cannot be "${text}".`, { advice: 'Write the head as "holdfast audit verify" prints it: NUMBER:HASH.' });
}
