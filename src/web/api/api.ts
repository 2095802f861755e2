import { language } from '../i18n/i18n.ts';
import { type Api, createApi } from './client.ts';
import { ReachStore } from './reach.ts';

export const reach = new ReachStore();

const signedOutListeners = new Set<() => void>();

/** Calls back when the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function signedOut(): void {
  for (const listener of signedOutListeners) listener();
}

export const api: Api = createApi({
  fetch: (url, init) => fetch(url, init),
  language,
  newKey,
  wait,
  onSignedOut: signedOut,
  onReach: (request, state) => reach.report(request, state),
});

/** A random UUID; `crypto.randomUUID` exists only on https and localhost, and a shop's own server may be neither. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
