import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that tests drive: TEST_BROWSER, or the first one found in the usual places. */
export function findBrowser(): string | undefined {
  const wished = process.env.TEST_BROWSER;
  if (wished) return wished === 'none' ? undefined : wished;
  return PLACES.find(place => existsSync(place));
}
