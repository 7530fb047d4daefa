/** Every container in every way its bytes can lie keeps the promises of containers. */
import { containerContract } from '../../../../test/contract/container.ts';
import type { ContainerCase } from '../../../../test/contract/container.ts';
import { blbManifest } from '../../../../test/fixture/archive/blb-manifest.ts';
import { LAYERS } from '../../../../test/fixture/archive/layers.ts';

const TAR = { kind: 'tar', holds: ['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo'], rawNames: true } as const;

const CONTAINERS: readonly ContainerCase[] = [
  { ...TAR, compression: 'none', isChecked: false },
  { ...TAR, compression: 'gzip', isChecked: true },
  { ...TAR, compression: 'zstd', isChecked: true },
  { kind: 'zip', compression: 'gzip', holds: ['file', 'dir', 'symlink'], rawNames: true, isChecked: true },
  { kind: 'zip', compression: 'none', holds: ['file', 'dir', 'symlink'], rawNames: true, isChecked: true },
  { kind: 'blb', compression: 'gzip', holds: ['file', 'dir'], rawNames: false, isChecked: true, manifest: blbManifest },
];

for (const container of CONTAINERS) for (const layer of LAYERS) containerContract(container, layer);
