import { useSyncExternalStore } from 'react';

/** How the server is doing, as this browser sees it. */
export type Reach = 'fine' | 'recovering' | 'unreachable';

/** Requests that are being asked again report here; the banner shows while one of them still struggles. */
export class ReachStore {
  readonly #struggling = new Map<symbol, Reach>();
  readonly #listeners = new Set<() => void>();

  readonly state = (): Reach => {
    const states = new Set(this.#struggling.values());
    if (states.has('unreachable')) return 'unreachable';
    return states.has('recovering') ? 'recovering' : 'fine';
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  report(request: symbol, reach: Reach): void {
    const known = this.#struggling.get(request) ?? 'fine';
    if (known === reach) return;
    if (reach === 'fine') this.#struggling.delete(request);
    else this.#struggling.set(request, reach);
    for (const listener of this.#listeners) listener();
  }
}

export function useReach(store: ReachStore): Reach {
  return useSyncExternalStore(store.subscribe, store.state);
}
