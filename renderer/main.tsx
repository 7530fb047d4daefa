/** The window begins: connect, then the pages. */
import '@mantine/core/styles.layer.css';
import './ui/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './client.ts';
import { followDevices } from './client/live-devices.ts';
import { followDrives } from './client/live-drives.ts';
import { followLiveRuns } from './client/live-runs.ts';
import { queryClient } from './client/query-client.ts';
import { loadPages, router } from './routes.tsx';
import { LanguageProvider } from './text/language.tsx';
import { SchemeFromSettings } from './ui/scheme.tsx';
import { cssVariables, theme } from './ui/theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
/** What dialogs put into the page to keep it from scrolling asks for the nonce under this name. */
Object.assign(globalThis, { __webpack_nonce__: nonce });
/** A guess for the first paint; the settings decide as soon as they are there. */
const schemeManager = localStorageColorSchemeManager({ key: 'scheme' });

connect();
followLiveRuns();
followDrives();
followDevices();
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={schemeManager} getStyleNonce={() => nonce}>
        <SchemeFromSettings />
        <LanguageProvider>
          <RouterProvider router={router} />
        </LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);

/** After everything that is seen: the rest of the pages, when there is nothing else to do. */
const LATER = 3000;
window.addEventListener('load', () => setTimeout(() => void loadPages().catch(() => undefined), LATER)); // a page that cannot be loaded now is tried again when it is opened
