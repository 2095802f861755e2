import { tierOf } from '../../tier.ts';
import { sayIdentityKind, sayMergeReason, shortId } from '../who/words.ts';
import { type Entry, type Speak, type Teller, textIn } from './told.ts';

const ASKED_WORDS: Record<string, 'migrationAsked' | 'migrationRefused' | 'migrationWrongNumber'> = {
  refused: 'migrationRefused',
  wrong_number: 'migrationWrongNumber',
};

/** Who somebody is, which tags and which tier they have. */
/** By what somebody came in where it was not by adding a member. */
const ENTRY_WORDS: Readonly<Record<string, 'cameByGroup' | 'cameByFollow' | 'cameByOrder' | 'cameByCall'>> = {
  join: 'cameByGroup',
  follow: 'cameByFollow',
  order: 'cameByOrder',
  call: 'cameByCall',
};

export const PROFILE_TELLERS: Record<string, Teller> = {
  'customer.created': (entry, t) => {
    const source = textIn(entry, 'source');
    const from = source === 'wecom' ? t('event.createdWecom') : t('event.createdShop');
    return { icon: 'profile', words: source === 'wecom' || source === 'shop' ? from : t('event.created') };
  },
  'customer.changed': (entry, t) => ({ icon: 'profile', words: changed(entry, t) }),
  'customer.removed': (_, t) => ({ icon: 'profile', words: t('event.removed') }),
  'customers.merged': (entry, t) => ({
    icon: 'merge',
    words: t('event.merged'),
    detail: reasonOf(entry, t),
  }),
  'customers.unmerged': (_, t) => ({ icon: 'merge', words: t('event.unmerged') }),
  'identity.linked': (entry, t) => ({
    icon: 'profile',
    words: t('event.linked', { kind: sayIdentityKind(textIn(entry, 'kind'), t) }),
    detail: shortId(textIn(entry, 'shown')) || undefined,
  }),
  'identity.order_told': (entry, t) => ({
    icon: 'profile',
    words: t('match.event.orderTold'),
    detail: textIn(entry, 'shown') || undefined,
  }),
  'identity.shared': (entry, t) => ({
    icon: 'profile',
    words: t('match.event.shared'),
    detail: textIn(entry, 'shown') || undefined,
  }),
  'identity.unshared': (entry, t) => ({
    icon: 'profile',
    words: t('match.event.unshared'),
    detail: textIn(entry, 'shown') || undefined,
  }),
  'tag.added': (entry, t) => ({ icon: 'tag', words: t('event.tagged', { tag: entry.about ?? '' }) }),
  'tag.removed': (entry, t) => ({ icon: 'tag', words: t('event.untagged', { tag: entry.about ?? '' }) }),
  'tag.expired': (entry, t) => ({ icon: 'tag', words: t('event.tagEnded', { tag: entry.about ?? '' }) }),
  'entry.recorded': (entry, t) => {
    const [code, link, scene] = [textIn(entry, 'code'), textIn(entry, 'link'), textIn(entry, 'scene')];
    const touchpoint = textIn(entry, 'touchpoint');
    const words = entry.data.fresh === true ? 'event.cameInNew' : 'event.cameIn';
    const way = ENTRY_WORDS[textIn(entry, 'kind')];
    return {
      icon: 'follow',
      words: t(words, { touchpoint }),
      detail: way
        ? t(`event.${way}`, { code })
        : code
          ? t('event.cameBy', { code })
          : link
            ? t('event.cameByLink', { link })
            : scene
              ? t('event.kfScene', { scene })
              : undefined,
    };
  },
  'migration.settled': (entry, t) => ({
    icon: 'follow',
    words: t(`event.${ASKED_WORDS[textIn(entry, 'outcome')] ?? 'migrationAsked'}`),
    detail: textIn(entry, 'migration') || undefined,
  }),
  'segment.entered': (entry, t) => ({
    icon: 'tier',
    words: t('event.segmentEntered', { segment: segmentIn(entry) }),
  }),
  'segment.left': (entry, t) => ({
    icon: 'tier',
    words: t('event.segmentLeft', { segment: segmentIn(entry) }),
  }),
  'tier.changed': (entry, t) => {
    const [from, to] = [sayTier(textIn(entry, 'from'), t), sayTier(textIn(entry, 'to'), t)];
    const words = to === '' ? 'event.tierLost' : from ? 'event.tierMoved' : 'event.tierFirst';
    return { icon: 'tier', words: t(words, { from, to }) };
  },
};

/** What it was called then; what was written by older versions has only its number, as in the address of its page. */
function segmentIn(entry: Entry): string {
  const name = textIn(entry, 'segment');
  return name ? `“${name}”` : ` seg_${textIn(entry, 'segmentId')}`;
}

function sayTier(name: string, t: Speak): string {
  const tier = tierOf(name);
  return tier ? t(`event.tiers.${tier}`) : name;
}

const FIELDS = [
  'name',
  'gender',
  'birthday',
  'lunarBirthday',
  'province',
  'city',
  'note',
  'ownerMemberId',
  'nextFollowUp',
  'minor',
] as const;

function changed(entry: Entry, t: Speak): string {
  const given = entry.data.fields;
  const fields = Array.isArray(given) ? FIELDS.filter(field => given.includes(field)) : [];
  const custom = Array.isArray(entry.data.custom) ? entry.data.custom.map(String) : [];
  const names = [...fields.map(field => t(`field.${field}`)), ...custom];
  return names.length === 0 ? t('event.filled') : t('event.changed', { fields: names.join(t('and')) });
}

function reasonOf(entry: Entry, t: Speak): string | undefined {
  const reason = textIn(entry, 'reason');
  return reason ? [sayMergeReason(reason, t), textIn(entry, 'shown')].filter(Boolean).join(' ') : undefined;
}
