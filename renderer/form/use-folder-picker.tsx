/** Choosing a folder: with the system's own dialog where the host has one, else with the one of this window. */
import { useCallback, useEffect, useState, type JSX } from 'react';
import { client } from '../client.ts';
import { useAppInfo } from '../client/use-basics.ts';
import { FolderPicker } from './folder-picker.tsx';

export interface PickRequest {
  /** What the folder is for. */
  title: string;
  startAt?: string;
}

interface Asking extends PickRequest {
  answer: (path: string | null) => void;
  /** What had the focus. */
  from: Element | null;
}

/** `pick` answers null when the dialog was closed without a choice. Put `picker` anywhere into the page. */
export function useFolderPicker(): { pick: (request: PickRequest) => Promise<string | null>; picker: JSX.Element | null } {
  const native = useAppInfo().data?.can.pickFolder === true;
  const [asking, setAsking] = useState<Asking | null>(null);
  const pick = useCallback(async (request: PickRequest): Promise<string | null> => {
    const ownDialog = (): Promise<string | null> => new Promise((answer) => setAsking({ ...request, answer, from: document.activeElement }));
    if (!native) return ownDialog();
    try {
      return (await client.app.pickFolder(request)).path;
    } catch {
      return ownDialog(); // the system's dialog could not be shown: ours can, or says why not
    }
  }, [native]);
  useEffect(() => {
    if (asking === null) return undefined;
    return () => { // the dialog is taken out of the page whole, with what would return the focus
      if (asking.from instanceof HTMLElement && document.activeElement === document.body) asking.from.focus();
    };
  }, [asking]);
  const close = (path: string | null): void => {
    asking?.answer(path);
    setAsking(null);
  };
  return { pick, picker: asking === null ? null : <FolderPicker title={asking.title} startAt={asking.startAt} onClose={close} /> };
}
