import { useSyncExternalStore } from 'react';
import type { Shade } from './antd-theme.ts';

/** What the member chose: follow the system, or one of the two. */
export type Appearance = 'system' | Shade;

const STORED = 'siyu.appearance';
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
// Paper is white, whatever the screen is: while printing everything is light.
let isPrinting = false;
for (const [event, printing] of [
  ['beforeprint', true],
  ['afterprint', false],
] as const)
  addEventListener(event, () => {
    isPrinting = printing;
    for (const listener of listeners) listener();
  });

export function appearance(): Appearance {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Remembers the choice and shows it at once. public/appearance.js does the same before the first paint. */
export function chooseAppearance(choice: Appearance): void {
  if (choice === 'system') {
    localStorage.removeItem(STORED);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(STORED, choice);
    document.documentElement.dataset.theme = choice;
  }
  for (const listener of listeners) listener();
}

function shade(): Shade {
  if (isPrinting) return 'light';
  const choice = appearance();
  if (choice !== 'system') return choice;
  return systemIsDark().matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  const system = systemIsDark();
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, appearance);
}

/** Light or dark, after the member's choice and the system's. */
export function useShade(): Shade {
  return useSyncExternalStore(subscribe, shade);
}
