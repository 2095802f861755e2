import { formatFen } from '#web/kit/format.ts';
import { isReserved } from '../../../intake/contract.ts';
import { type Entry, type EventIcon, type Speak, type Told, textIn } from './told.ts';

/** What a client tracked goes by its name in the dictionary; of Segment's ecommerce events it is said what they were about. */
export function sayTracked(entry: Entry): Told {
  const kind = KINDS.get(entry.type.toLowerCase().replaceAll(' ', '_'));
  const detail = (kind && ABOUT[kind](entry)) || plainly(entry.data);
  return { icon: kind ?? 'other', words: entry.about ?? entry.type, detail };
}

/** Several of one kind, one after the other: how many, and each thing they were about once. */
export function sayTrackedTogether(entries: readonly [Entry, ...Entry[]], t: Speak): Told {
  const told = sayTracked(entries[0]);
  const about = new Set(entries.flatMap(entry => sayTracked(entry).detail ?? []));
  const shown = [...about].slice(0, MOST_SHOWN).join(t('and'));
  const more = about.size > MOST_SHOWN ? t('event.andMore', { count: about.size - MOST_SHOWN }) : '';
  const words = t('event.trackedTimes', { event: told.words, count: entries.length });
  return { ...told, words, detail: shown === '' ? undefined : shown + more };
}

const MOST_SHOWN = 4;

/** How far apart what somebody does in one go may lie. */
const ONE_GO = 30 * 60_000;

/** Whether an entry goes on with what the one that happened after it did: the same again, within half an hour. */
export function isSameGo(later: Entry, earlier: Entry): boolean {
  const apart = Date.parse(later.at) - Date.parse(earlier.at);
  return later.type === earlier.type && later.actor === earlier.actor && isTracked(later) && apart <= ONE_GO;
}

/** What a client told of, not what Siyu learned from it (`identity.linked`) and wrote down under the same key. */
export const isTracked = ({ actor, type }: Entry) => actor.startsWith('key:') && !isReserved(type);

type Kind = Extract<EventIcon, 'look' | 'cart' | 'search' | 'page' | 'profile'>;

/** Segment's ecommerce events (Spec: V2 Ecommerce Events) that are about products, an amount or words looked for; and its calls. */
const KINDS = new Map<string, Kind>(
  Object.entries({
    product_clicked: 'look',
    product_viewed: 'look',
    product_shared: 'look',
    product_added_to_wishlist: 'look',
    product_added: 'cart',
    product_removed: 'cart',
    checkout_started: 'cart',
    products_searched: 'search',
    page_viewed: 'page',
    screen_viewed: 'page',
    identified: 'profile',
    aliased: 'profile',
  } as const),
);

const ABOUT: Record<Kind, (entry: Entry) => string> = {
  look: sayProduct,
  cart: entry => sayProduct(entry) || sayMoney(entry, 'value'),
  search: entry => quoted(textIn(entry, 'query')),
  profile: () => '',
  page: entry => textIn(entry, 'title') || textIn(entry, 'name'),
};

function sayProduct(entry: Entry): string {
  const name = textIn(entry, 'name');
  return name && [name, sayMoney(entry, 'price')].filter(Boolean).join(' ');
}

/** Amounts are in the currency's main unit there, and yuan where none is named. */
function sayMoney({ data }: Entry, key: string): string {
  const amount = data[key];
  if (typeof amount !== 'number' || !Number.isSafeInteger(Math.round(amount * 100))) return '';
  const { currency = 'CNY' } = data;
  return currency === 'CNY' ? formatFen(Math.round(amount * 100)) : `${amount} ${String(currency)}`;
}

const quoted = (text: string) => text && `“${text}”`;

/** The first few values of an unknown event: `page: 会员日, seconds: 12`. */
function plainly(data: Record<string, unknown>): string | undefined {
  const shown = Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 4)
    .map(([key, value]) => `${key}: ${String(value).slice(0, 60)}`);
  return shown.length > 0 ? shown.join(', ') : undefined;
}
