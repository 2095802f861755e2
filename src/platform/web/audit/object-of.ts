import type { Entry } from './changes.ts';

/** Where things have a page, and the prefix of their ids there. A customer is linked by the entry's own field. */
const PAGES: Record<string, { path: string; prefix: string }> = {
  segment: { path: '/segments', prefix: 'seg' },
  broadcast: { path: '/broadcasts', prefix: 'bro' },
  live_code: { path: '/live-codes', prefix: 'code' },
  migration: { path: '/buyer-migrations', prefix: 'mig' },
  moment: { path: '/moments', prefix: 'mom' },
  poster: { path: '/posters', prefix: 'pos' },
  transfer: { path: '/transfers', prefix: 'trf' },
  code_set: { path: '/code-sets', prefix: 'set' },
  touchpoint: { path: '/touchpoints', prefix: 'tp' },
  import: { path: '/imports', prefix: 'imp' },
};

/** What an entry is about: its name where the log kept one, else its number; and its page where it has one. */
export function objectOf(entry: Pick<Entry, 'objectKind' | 'objectId' | 'before' | 'after'>): {
  name?: string;
  to?: string;
} {
  const { objectKind, objectId, before, after } = entry;
  const page = PAGES[objectKind];
  const name = nameIn(after) ?? nameIn(before) ?? (page && `#${objectId}`);
  return { ...(name && { name }), ...(page && { to: `${page.path}/${page.prefix}_${objectId}` }) };
}

function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, file } = value as { name?: unknown; file?: unknown };
  return [name, file].find(one => typeof one === 'string' && one !== '') as string | undefined;
}
