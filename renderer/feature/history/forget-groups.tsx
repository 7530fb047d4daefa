/** The versions that would go, by machine and folders, each with how many stay. */
import type { JSX } from 'react';
import type { ForgetGroup } from '../../../preload/contract/forget.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import classes from './history.module.css';

const LINE = 26;
/** Lines that are seen at once. */
const SEEN = 8;

export function ForgetGroups({ groups }: { groups: readonly ForgetGroup[] }): JSX.Element {
  const { t, f } = useText();
  return (
    <>
      {groups.filter(({ remove }) => remove.length > 0).map(({ host, paths, remove, keep }) => {
        const title = `${host} · ${visible((paths.length > 0 ? paths : [...new Set(remove.flatMap((one) => one.paths))]).join(', '))}`;
        return (
          <section key={title} className={classes.going}>
            <h3 className="dense"><bdi>{title}</bdi></h3>
            <div style={{ height: Math.min(remove.length, SEEN) * LINE }} className="dense">
              <VirtualList label={title} count={remove.length} lineHeight={LINE} className={classes.goingList}>{(index) => <>− {f.dateTime(remove[index]!.time)}</>}</VirtualList>
            </div>
            <p className="quiet dense">{t.history.forgetStays(f.count(keep.length), keep.length)}</p>
          </section>
        );
      })}
    </>
  );
}
