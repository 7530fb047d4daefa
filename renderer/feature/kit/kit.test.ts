import { describe, expect, it } from 'vitest';
import { en } from '../../text/en.ts';
import { kitHtml } from './kit-html.ts';
import { isKept, keptFor, kitOf, type KitFacts } from './kit.ts';
import { resticAddress } from './restic-address.ts';

const facts: KitFacts = { destination: 'Photos drive', address: '/media/ann/Photos drive/Holdfast', hostname: 'greenhouse', date: '21 Nov 2026', folders: ['/home/ann/Documents'], password: 'six words' };
const commandsOf = (address: string): string[] => kitOf({ ...facts, address }, en.protect.kit).commands.flatMap(({ lines }) => lines.map(({ command }) => command));

describe('the recovery kit', () => {
  it('says where, since when, and how to restore with either program', () => {
    const html = kitHtml(kitOf(facts, en.protect.kit), 'en');
    for (const said of ['Photos drive', 'greenhouse', '21 Nov 2026', '/home/ann/Documents', 'six words']) expect(html).toContain(said);
    expect(commandsOf(facts.address)).toEqual([
      "holdfast snapshots -r '/media/ann/Photos drive/Holdfast'", "holdfast restore latest -r '/media/ann/Photos drive/Holdfast' --into ~/Restored",
      "restic -r '/media/ann/Photos drive/Holdfast' snapshots", "restic -r '/media/ann/Photos drive/Holdfast' restore latest --target ~/Restored",
    ]);
  });

  it('that was kept is of use for the same password and the same places only', () => {
    const { date: _date, password, ...rest } = facts;
    const kept = keptFor(rest, password!);
    const both = keptFor({ ...rest, also: { destination: 'NAS', address: '/nas' } }, password!);
    expect([isKept(kept, kept), isKept(both, kept), isKept(null, kept)]).toEqual([true, true, false]);
    expect([keptFor(rest, 'other words'), keptFor({ ...rest, address: '/b' }, password!), keptFor({ ...rest, destination: 'B' }, password!), both].map((wanted) => isKept(kept, wanted))).toEqual([false, false, false, false]);
  });

  it('of encrypted archives says how one is opened without us', () => {
    const commands = kitOf({ ...facts, archive: 'zip' }, en.protect.kit).commands.flatMap(({ lines }) => lines.map(({ command }) => command));
    expect(commands.slice(2)).toEqual(['age -d -o backup.zip ARCHIVE.age', 'unzip backup.zip']);
  });

  it('leaves a line for the password when it is not to stand there', () => {
    const html = kitHtml(kitOf({ ...facts, password: null }, en.protect.kit), 'en');
    expect(html).not.toContain('six words');
    expect(html).toContain('class="line"');
  });

  it('takes names for text, whatever is in them', () => {
    const html = kitHtml(kitOf({ ...facts, password: '<b>&"', folders: ['/a/<script>alert(1)</script>', '/תמונות'] }, en.protect.kit), 'en');
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;b&gt;&amp;&quot;');
    expect(html).toContain('<bdi>/תמונות</bdi>');
  });

  it('writes addresses as restic reads them, and is silent where restic cannot reach', () => {
    expect(resticAddress('s3://bucket/some/prefix?endpoint=https%3A%2F%2Fminio.lan%3A9000&region=eu')).toBe('s3:https://minio.lan:9000/bucket/some/prefix');
    expect(resticAddress('rest:https://nas.lan/ann')).toBe('rest:https://nas.lan/ann');
    expect(resticAddress('sftp://ann@nas.lan/backups/ann')).toBe('sftp://ann@nas.lan/backups/ann');
    expect(commandsOf('webdavs://cloud.example/dav')).toHaveLength(2);
  });
});
