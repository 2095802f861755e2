import { sayIdentityKind, shortId } from '../who/words.ts';
import { CONTACT_TELLERS } from './say-contacts.ts';
import { FOLLOW_UP_TELLERS } from './say-follow-ups.ts';
import { ORDER_TELLERS } from './say-orders.ts';
import { PROFILE_TELLERS } from './say-profile.ts';
import { isTracked, sayTracked, sayTrackedTogether } from './say-tracked.ts';
import { type Entry, type Speak, type Told, textIn } from './told.ts';

const TELLERS = { ...ORDER_TELLERS, ...CONTACT_TELLERS, ...PROFILE_TELLERS, ...FOLLOW_UP_TELLERS };

/** What happened, in words. */
export function sayEvent(entry: Entry, t: Speak): Told {
  const tell = Object.hasOwn(TELLERS, entry.type) ? TELLERS[entry.type] : undefined;
  return tell ? tell(entry, t) : sayTracked(entry);
}

/** What several entries of one type say together: their words once, with all they are about. */
export function sayGroup([first, ...others]: readonly [Entry, ...Entry[]], t: Speak): Told {
  const all: [Entry, ...Entry[]] = [first, ...others];
  if (others.length === 0) return sayEvent(first, t);
  if (isTracked(first)) return sayTrackedTogether(all, t);
  if (first.type !== 'identity.linked') {
    const about = [...new Set(all.flatMap(entry => entry.about ?? []))].join(t('and'));
    return sayEvent({ ...first, about: about || null }, t);
  }
  const kinds = all.map(entry => sayIdentityKind(textIn(entry, 'kind'), t)).join(t('and'));
  const shown = all.map(entry => shortId(textIn(entry, 'shown'))).join(t('and'));
  return { icon: 'profile', words: t('event.linked', { kind: kinds }), detail: shown };
}

/** Who or what wrote it, where that says something: an import can be opened, a key is one of its source. */
export function sayActor(
  { actor, type, account }: Pick<Entry, 'actor' | 'type' | 'account'>,
  t: Speak,
): { name: string; to?: string } | undefined {
  const [kind = '', number = ''] = actor.split(':');
  if (kind === 'import' && number)
    return { name: t('event.byImport', { number }), to: `/imports/imp_${number}` };
  // The words name the account already.
  if (type.startsWith('official_account.')) return undefined;
  // What a customer does is done by them, though WeCom tells it.
  if (type.startsWith('kf.') && kind === 'account') return undefined;
  if (kind === 'account' && number) return { name: t('event.byWecom') };
  if (kind === 'key' && number) return { name: account ?? t('event.byKey', { number }) };
  if (actor === 'system') return undefined;
  if (actor === 'cli') return { name: t('event.byCommand') };
  return { name: actor };
}
