/** The environment variables Holdfast heeds: the only file that reads them. An empty variable counts as not set. */

export interface Env {
  /** Where all state lies, instead of the platform's folders. */
  readonly holdfastHome: string | null;
  readonly password: string | null;
  readonly passwordFile: string | null;
  readonly passwordCommand: string | null;
  /** restic's names for the same things, so that a shell set up for restic works unchanged. */
  readonly restic: {
    readonly repository: string | null;
    readonly repositoryFile: string | null;
    readonly password: string | null;
    readonly passwordFile: string | null;
    readonly passwordCommand: string | null;
  };
  readonly home: string | null;
  readonly xdg: { readonly config: string | null; readonly data: string | null; readonly cache: string | null };
  /** Windows' folders for settings that roam and for those that do not. */
  readonly windows: { readonly appData: string | null; readonly localAppData: string | null };
  /** https://no-color.org: set and not empty means no colour. */
  readonly noColor: boolean;
  /** Runs unattended on a build server. */
  readonly ci: boolean;
  readonly shell: string | null;
  readonly term: string | null;
  /** There is a screen to open a window on: X11 or Wayland; other platforms always have one. */
  readonly display: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readEnv(source: Variables = process.env): Env {
  const text = (name: string): string | null => source[name] || null;
  return {
    holdfastHome: text('HOLDFAST_HOME'),
    password: text('HOLDFAST_PASSWORD'),
    passwordFile: text('HOLDFAST_PASSWORD_FILE'),
    passwordCommand: text('HOLDFAST_PASSWORD_COMMAND'),
    restic: {
      repository: text('RESTIC_REPOSITORY'),
      repositoryFile: text('RESTIC_REPOSITORY_FILE'),
      password: text('RESTIC_PASSWORD'),
      passwordFile: text('RESTIC_PASSWORD_FILE'),
      passwordCommand: text('RESTIC_PASSWORD_COMMAND'),
    },
    home: text('HOME') ?? text('USERPROFILE'),
    xdg: { config: text('XDG_CONFIG_HOME'), data: text('XDG_DATA_HOME'), cache: text('XDG_CACHE_HOME') },
    windows: { appData: text('APPDATA'), localAppData: text('LOCALAPPDATA') },
    noColor: text('NO_COLOR') !== null,
    ci: !['', '0', 'false'].includes((source['CI'] ?? '').toLowerCase()),
    shell: text('SHELL'),
    term: text('TERM'),
    display: text('DISPLAY') !== null || text('WAYLAND_DISPLAY') !== null,
  };
}
