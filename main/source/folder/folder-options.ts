/** A folder source as the contract describes it, in the words of this folder. */
import type { FolderSpec } from '../../../preload/contract/folder-spec.ts';
import type { FolderOptions } from './folder-source.ts';

export function folderOptions({ paths, excludes }: Pick<FolderSpec, 'paths' | 'excludes'>): FolderOptions {
  return {
    paths, exclude: excludes.patterns, iexclude: excludes.patternsIgnoreCase, excludeFile: excludes.files, excludeCaches: excludes.caches,
    excludeIfPresent: excludes.ifPresent, oneFileSystem: excludes.oneFileSystem, ...(excludes.largerThan === null ? {} : { excludeLargerThan: excludes.largerThan }),
  };
}
