/** A further destination: a place that holds a vault already, or one where a vault is made. */
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Destination } from '../../../../preload/contract/destination.ts';
import { client } from '../../../client.ts';
import { nameOf } from '../../../form/folder-path.ts';
import { PathField } from '../../../form/path-field.tsx';
import { useText } from '../../../text/language.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Problem } from '../../../ui/problem.tsx';
import classes from '../page.module.css';
import { AddExisting } from './add-existing.tsx';
import { AddNew } from './add-new.tsx';
import { freeName, findingOf } from './adding.ts';
import { Finding } from './finding.tsx';

interface AddDestinationProps {
  opened: boolean;
  known: readonly Destination[];
  onClose: () => void;
  onAdded: (name: string) => void;
}

export function AddDestination({ opened, known, onClose, onAdded }: AddDestinationProps): JSX.Element {
  const { t } = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={t.settings.add} size="lg" closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t.common.close }}>
      {opened && <Form known={known} onAdded={onAdded} />}
    </Modal>
  );
}

function Form({ known, onAdded }: Pick<AddDestinationProps, 'known' | 'onAdded'>): JSX.Element {
  const { t } = useText();
  const [address, setAddress] = useState('');
  const [settled] = useDebouncedValue(address.trim(), 300);
  const place = useQuery({
    queryKey: ['place', settled], enabled: settled !== '', retry: false, staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => client.destination.inspect({ address: settled }, { signal }),
  });
  const found = settled === address.trim() ? place.data : undefined;
  const finding = found === undefined ? null : findingOf(found, known);
  const names = known.map(({ name }) => name);
  const suggested = found === undefined ? '' : freeName(nameOf(found.address), names);
  return (
    <div className={classes.stack}>
      <PathField label={t.settings.folder} title={t.settings.folder} value={address} onChange={setAddress} />
      {settled === '' && <p className="quiet">{t.settings.folderHint}</p>}
      {place.error !== null && <Problem error={place.error} />}
      {settled !== '' && place.isPending && <Loading lines={1} />}
      {found !== undefined && finding !== null && (
        <>
          <Finding place={found} finding={finding} onTake={setAddress} />
          {finding.kind === 'vault' && <AddExisting key={found.address} address={found.address} suggested={suggested} taken={names} onAdded={onAdded} />}
          {finding.kind === 'fresh' && <AddNew key={found.address} address={found.address} suggested={suggested} taken={names} onAdded={onAdded} />}
        </>
      )}
    </div>
  );
}
