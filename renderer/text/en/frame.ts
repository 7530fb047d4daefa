/** The frame around every page, and what is said about the connection. */
export const frame = {
  product: 'Holdfast',
  home: 'Home',
  restore: 'Restore',
  history: 'History',
  plans: 'Plans',
  settings: 'Settings',
  rail: 'Rooms',
  skip: 'Skip to the page',
  commands: 'Commands',
  lost: 'The connection to the engine is lost. A backup that was running may go on. Trying again …',
  lostAge: (age: string) => `What you see is from ${age}.`,
  refused: 'This window does not belong to the Holdfast that runs now. Open the address it printed, or start it again.',
  notFound: 'There is no such page.',
  goHome: 'Go to Home',
  desktop: 'Desktop',
  browser: 'In the browser',
};
