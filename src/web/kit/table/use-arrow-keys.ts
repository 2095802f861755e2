import type { KeyboardEvent } from 'react';

/** ↑ and ↓ move between the rows' links; everything else is the browser's. */
export function useArrowKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return event => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const target = event.target as HTMLElement;
    if (!target.matches('[data-row-link]')) return;
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
    const next = links[links.indexOf(target) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
}
