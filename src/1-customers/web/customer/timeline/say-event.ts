import { sayIdentityKind, shortId } from '../who/words.ts';
import { CONTACT_TELLERS } from './say-contacts.ts';
import { FOLLOW_UP_TELLERS } from './say-follow-ups.ts';
import { ORDER_TELLERS } from './say-orders.ts';
import { PROFILE_TELLERS } from './say-profile.ts';
import { type Entry, type Speak, type Told, textIn } from './told.ts';

const TELLERS = { ...ORDER_TELLERS, ...CONTACT_TELLERS, ...PROFILE_TELLERS, ...FOLLOW_UP_TELLERS };

/** What happened, in words. A client's own event goes by its name in the dictionary, else plainly, with its data. */
export function sayEvent(entry: Entry, t: Speak): Told {
  const tell = TELLERS[entry.type];
  if (tell) return tell(entry, t);
  return { icon: 'other', words: entry.about ?? entry.type, detail: plainly(entry.data) };
}

/** What several entries of one type say together: their words once, with all they are about. */
export function sayGroup([first, ...others]: readonly [Entry, ...Entry[]], t: Speak): Told {
  const all = [first, ...others];
  if (others.length === 0) return sayEvent(first, t);
  if (first.type !== 'identity.linked') {
    const about = [...new Set(all.flatMap(entry => entry.about ?? []))].join(t('and'));
    return sayEvent({ ...first, about: about || null }, t);
  }
  const kinds = all.map(entry => sayIdentityKind(textIn(entry, 'kind'), t)).join(t('and'));
  const shown = all.map(entry => shortId(textIn(entry, 'shown'))).join(t('and'));
  return { icon: 'profile', words: t('event.linked', { kind: kinds }), detail: shown };
}

/** The first few values of an unknown event: `page: 会员日, seconds: 12`. */
function plainly(data: Record<string, unknown>): string | undefined {
  const shown = Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 4)
    .map(([key, value]) => `${key}: ${String(value).slice(0, 60)}`);
  return shown.length > 0 ? shown.join(', ') : undefined;
}

/** Who or what wrote it, where that says something: an import can be opened. */
export function sayActor(actor: string, t: Speak, type = ''): { name: string; to?: string } | undefined {
  const [kind = '', number = ''] = actor.split(':');
  if (kind === 'import' && number)
    return { name: t('event.byImport', { number }), to: `/imports/imp_${number}` };
  // The words name the account already.
  if (type.startsWith('official_account.')) return undefined;
  // What a customer does is done by them, though WeCom tells it.
  if (type.startsWith('kf.') && kind === 'account') return undefined;
  if (kind === 'account' && number) return { name: t('event.byWecom') };
  if (kind === 'key' && number) return { name: t('event.byKey', { number }) };
  if (actor === 'system') return undefined;
  if (actor === 'cli') return { name: t('event.byCommand') };
  return { name: actor };
}
