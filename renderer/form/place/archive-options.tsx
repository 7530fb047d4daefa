/** What the archives of a new place are made of. Most people need the first two answers only. */
import { Button, Checkbox, Collapse, NumberInput, SegmentedControl, Select, type InputWrapperProps } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { COMPRESSIONS, compressionOf, CONTAINERS, LEAST_VOLUME, LINKS, NEW_STORING, type Compression, type Container, type Storing } from '../format-model.ts';
import classes from './place.module.css';

interface ArchiveOptionsProps {
  storing: Storing;
  onChange: (change: Partial<Storing>) => void;
}

export function ArchiveOptions({ storing, onChange }: ArchiveOptionsProps): JSX.Element {
  const { t } = useText();
  const [more, setMore] = useState(storing.volumeSize !== null || storing.maxLinks !== NEW_STORING.maxLinks);
  const under = useId();
  const words = t.place.formats;
  return (
    <div className={classes.archiveOptions}>
      <SegmentedControl
        aria-label={words.container} value={storing.container} data={CONTAINERS.map((value) => ({ value, label: words.containers[value] }))} onChange={(value) => onChange({ container: value as Container })}
      />
      <Checkbox checked={storing.encrypted} label={words.encrypt} description={words.encryptWhy} onChange={({ currentTarget }) => onChange({ encrypted: currentTarget.checked })} />
      <Button
        variant="subtle" color="gray" className={classes.disclose} aria-expanded={more} aria-controls={under} rightSection={<IconChevronDown size={16} stroke={1.6} data-open={more || undefined} />} onClick={() => setMore(!more)}
      >
        {words.more}
      </Button>
      <Collapse expanded={more} id={under}><Further storing={storing} onChange={onChange} /></Collapse>
    </div>
  );
}

/** People give volumes in megabytes. */
const MB = 1_000_000;

/** What each means stands below it, so that fields of one row stand in line. */
const ORDER: NonNullable<InputWrapperProps['inputWrapperOrder']> = ['label', 'input', 'description', 'error'];

function Further({ storing, onChange }: ArchiveOptionsProps): JSX.Element {
  const { t } = useText();
  const words = t.place.formats;
  return (
    <div className={classes.further}>
      <Select
        inputWrapperOrder={ORDER} label={words.compression} description={words.compressionWhy} allowDeselect={false} value={compressionOf(storing)}
        data={COMPRESSIONS[storing.container].map((value) => ({ value, label: words.compressions[storing.container === 'zip' && value === 'gzip' ? 'deflate' : value] }))}
        onChange={(compression) => compression !== null && onChange({ compression: compression as Compression })}
      />
      <NumberInput
        inputWrapperOrder={ORDER} label={words.volume} description={words.volumeWhy} placeholder={words.noVolume} suffix=" MB" min={Math.ceil(LEAST_VOLUME / MB)} max={1e9} allowDecimal={false} allowNegative={false} clampBehavior="blur" hideControls
        value={storing.volumeSize === null ? '' : storing.volumeSize / MB} onChange={(value) => onChange({ volumeSize: typeof value === 'number' && value * MB >= LEAST_VOLUME ? value * MB : null })}
      />
      <NumberInput
        inputWrapperOrder={ORDER} label={words.links} suffix={words.linksUnit(storing.maxLinks)} description={words.linksWhy(storing.maxLinks)} min={LINKS.least} max={LINKS.most} allowDecimal={false} allowNegative={false} clampBehavior="blur" value={storing.maxLinks}
        onChange={(value) => typeof value === 'number' && value >= LINKS.least && value <= LINKS.most && onChange({ maxLinks: value })}
      />
    </div>
  );
}
