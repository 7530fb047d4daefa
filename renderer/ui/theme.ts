/** The visual language: slate, one deep teal, a calm scale. Mantine's components are dressed here and nowhere else. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = ['#e9f6f5', '#cfe9e7', '#a2d5d2', '#71c0bb', '#46aca6', '#1f958f', '#0b7a75', '#0a6965', '#085754', '#064340'];
const slate: MantineColorsTuple = ['#f7f8fa', '#eef0f3', '#e1e5ea', '#cbd2da', '#a3adb9', '#76818f', '#566170', '#414b58', '#2c343f', '#1c222a'];
const dark: MantineColorsTuple = ['#e4e8ed', '#b9c1cb', '#939dab', '#6f7a88', '#434c58', '#333b46', '#262d37', '#1c222a', '#161b22', '#10141a'];

/** What floats lies in the page's main part, so that people who go from landmark to landmark meet it; fixed, so that nothing there cuts it off or scrolls by it. */
const IN_PAGE = { portalProps: { target: '#page' }, floatingStrategy: 'fixed' } as const;

export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  colors: { teal, gray: slate, dark },
  primaryColor: 'teal',
  primaryShade: 6, // white on it reads in both schemes (5.2:1)
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 8,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  breakpoints: { xs: '36em', sm: '48em', md: '56.25em', lg: '75em', xl: '90em' }, // md: 900 px
  components: {
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.4 } } },
    Drawer: { defaultProps: { position: 'right', transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.2 } } },
    // Two dialogs over each other must not give the page two banners.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Menu: { defaultProps: { transitionProps: { duration: 120 } } },
    Select: { defaultProps: { withScrollArea: false }, styles: { options: { maxHeight: 260, overflowY: 'auto' } } }, // a list that scrolls in itself needs no stop for the keyboard
    Popover: { defaultProps: IN_PAGE },
    Tooltip: { defaultProps: { ...IN_PAGE, transitionProps: { duration: 120 }, openDelay: 400 } },
    Button: { defaultProps: { size: 'sm' } },
  },
});

/** State colours have one lightness order in both schemes, so that they stay apart without hue. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--rail-width': '208px', '--page-max': '1120px' },
  light: {
    '--mantine-color-body': '#fbfcfd', '--surface': '#ffffff', '--line': '#dde2e8', '--quiet': '#566170', '--text': '#1c222a', '--mantine-color-text': '#1c222a', '--mantine-color-dimmed': '#566170',
    '--accent': '#0b7a75', '--accent-soft': '#e3f2f1', '--safe': '#1a7046', '--busy': '#155e9c', '--attention': '#8f5300', '--failed': '#b3261e',
    '--safe-soft': '#e4f3ea', '--busy-soft': '#e4eef8', '--attention-soft': '#fbefdc', '--failed-soft': '#fbe7e5',
    '--mantine-color-anchor': '#0a6965', '--mantine-color-error': '#b3261e', '--mantine-color-placeholder': '#6b7684',
  },
  dark: {
    '--mantine-color-body': '#12161c', '--surface': '#1a2028', '--line': '#323a45', '--quiet': '#a3adb9', '--text': '#e4e8ed', '--mantine-color-text': '#e4e8ed', '--mantine-color-dimmed': '#a3adb9',
    '--accent': '#46aca6', '--accent-soft': '#173331', '--safe': '#6cc497', '--busy': '#7db7ea', '--attention': '#e6b05a', '--failed': '#f28b82',
    '--safe-soft': '#172e22', '--busy-soft': '#182b3d', '--attention-soft': '#352812', '--failed-soft': '#3b1d1b',
    '--mantine-color-anchor': '#5cbab4', '--mantine-color-error': '#f28b82', '--mantine-color-placeholder': '#8b95a3',
  },
});
