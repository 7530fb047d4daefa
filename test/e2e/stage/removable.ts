/** Ann's removable drive: a real device that is plugged in and pulled out, with a plan that backs up to it. */
import { onTestFinished } from 'vitest';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import { run, ZramDrive } from '../../fixture/drive/zram.ts';
import { Archive } from './archive.ts';

export const STICK = 'Photos drive';
export const PAPERS = 'Papers';

const DAY = 86_400_000;

export class Removable {
  readonly ann = new Archive();
  readonly device: ZramDrive;

  /** @param label of its file system. */
  constructor(label = 'PHOTOS', size = '256M') {
    this.device = new ZramDrive(size).format('mkfs.ext4', '-q', '-L', label);
    onTestFinished(async () => {
      await this.device.pull();
      this.ann[Symbol.dispose]();
    });
  }

  get mountPoint(): string {
    return this.ann.at('media', 'PHOTOS');
  }

  plugIn(): void {
    this.device.mount(this.mountPoint);
  }

  /** As the file manager would eject it. */
  unplug(): void {
    run('umount', this.mountPoint);
  }

  /** Adopted, with a plan that was last run so many days ago; its password is kept. It stays plugged in. */
  async use(daysAgo: number): Promise<void> {
    const { ann } = this;
    ann.liveAt(new Date(Date.now() - daysAgo * DAY));
    await ann.ok('drive', 'adopt', this.mountPoint, '--name', STICK);
    const folder = `${this.mountPoint}/Holdfast`;
    const env = { HOLDFAST_PASSWORD: PASSWORD };
    await ann.expect(0, ['init', folder], { env });
    await ann.ok('destination', 'add', STICK, folder);
    await ann.expect(0, ['key', 'remember', '-r', STICK], { env });
    await ann.ok('plan', 'add', PAPERS, '--path', ann.own('Documents'), '--to', STICK);
    await ann.ok('plan', 'run', PAPERS);
    ann.liveAt(null);
  }
}
