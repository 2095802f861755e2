import { isOwnState } from '../../../wecom/own-state.contract.ts';
import { type Entry, type Speak, type Teller, type Told, textIn } from './told.ts';

const CAME_BY: ReadonlyMap<
  string,
  'event.groupJoinedInvited' | 'event.groupJoinedLink' | 'event.groupJoinedCode'
> = new Map([
  ['invitation', 'event.groupJoinedInvited'],
  ['link', 'event.groupJoinedLink'],
  ['code', 'event.groupJoinedCode'],
]);
const LEFT_BY: ReadonlyMap<string, 'event.groupRemoved' | 'event.groupDissolved'> = new Map([
  ['removed', 'event.groupRemoved'],
  ['dismissed', 'event.groupDissolved'],
]);

/** The state of the code; by which of our own codes they came is said by an entry of its own. */
const cameBy: (...of: Parameters<Teller>) => string | undefined = (entry, t) => {
  const state = textIn(entry, 'state');
  return state && !isOwnState(state) ? t('event.followState', { state }) : undefined;
};

/** WeCom relations, messages, and what a customer wishes of them. */
export const CONTACT_TELLERS: Record<string, Teller> = {
  'follow.started': (entry, t) => {
    const detail = cameBy(entry, t);
    return { icon: 'follow', words: t('event.followStarted', { member: entry.actor }), detail };
  },
  'follow.changed': (entry, t) => ({
    icon: 'follow',
    words: t(textIn(entry, 'by') === 'member' ? 'event.followMemberLeft' : 'event.followChanged'),
  }),
  'follow.ended': (entry, t) => ({ icon: 'leave', words: ended(entry, t) }),
  'transfer.begun': (entry, t) => ({ icon: 'follow', words: t('event.transferBegun', taker(entry, t)) }),
  'transfer.done': (entry, t) => ({ icon: 'follow', words: t('event.transferDone', taker(entry, t)) }),
  'transfer.failed': (entry, t) => ({ icon: 'follow', words: t('event.transferFailed', taker(entry, t)) }),
  'acquisition.friend_requested': (_, t) => ({ icon: 'follow', words: t('event.friendRequested') }),
  'acquisition.chat_started': (_, t) => ({ icon: 'reply', words: t('event.chatStarted') }),
  'group.joined': (entry, t) => {
    const came = CAME_BY.get(textIn(entry, 'cameBy')) ?? 'event.groupJoined';
    const detail = cameBy(entry, t);
    return { icon: 'follow', words: t(came, { group: entry.about ?? '' }), detail };
  },
  'group.left': (entry, t) => ({
    icon: 'leave',
    words: t(LEFT_BY.get(textIn(entry, 'by')) ?? 'event.groupLeft', { group: entry.about ?? '' }),
  }),
  'kf.entered': (entry, t) => {
    const scene = textIn(entry, 'scene');
    return {
      icon: 'follow',
      words: t('event.kfEntered'),
      detail: scene ? t('event.kfScene', { scene }) : undefined,
    };
  },
  'kf.asked': (_, t) => ({ icon: 'reply', words: t('event.kfAsked') }),
  'kf.answered': (entry, t) => {
    const waited = Number(entry.data.waited ?? 0);
    return {
      icon: 'message',
      words: t('event.kfAnswered'),
      detail: waited > 0 ? t('event.kfWaited', { count: waited }) : t('event.kfAtOnce'),
    };
  },
  'kf.ended': (_, t) => ({ icon: 'message', words: t('event.kfEnded') }),
  'official_account.followed': (entry, t) => {
    const scene = textIn(entry, 'scene');
    const detail = scene && !isOwnState(scene) ? t('event.followState', { state: scene }) : undefined;
    return { icon: 'follow', words: t('event.officialFollowed', account(entry)), detail };
  },
  'official_account.unfollowed': (entry, t) => ({
    icon: 'leave',
    words: t('event.officialUnfollowed', account(entry)),
  }),
  'official_account.scanned': (entry, t) => ({
    icon: 'follow',
    words: t('event.officialScanned', account(entry)),
  }),
  'official_account.answered': (entry, t) => {
    const kind = (['reply', 'notice'] as const).find(one => one === textIn(entry, 'kind')) ?? 'welcome';
    return { icon: 'reply', words: t(`event.officialAnswered.${kind}`, account(entry)) };
  },
  'official_account.wrote': (entry, t) => ({
    icon: 'reply',
    words: t('event.officialWrote', account(entry)),
  }),
  'message.delivered': (entry, t) => {
    const name = textIn(entry, 'name');
    const words = name ? t('event.delivered', { name }) : t('event.deliveredByHand', { member: entry.actor });
    return { icon: 'message', words };
  },
  'message.failed': (entry, t) => failed(entry, t),
  'message.replied': (entry, t) => {
    const text = textIn(entry, 'text');
    return { icon: 'reply', words: text ? t('event.repliedWith', { text }) : t('event.replied') };
  },
  'moment.liked': (entry, t) => moment(entry, t('event.momentLiked', { member: entry.actor })),
  'moment.commented': (entry, t) => moment(entry, t('event.momentCommented', { member: entry.actor })),
  'consent.given': (entry, t) => wish(t('event.consentGiven', what(entry, t))),
  'consent.withdrawn': (entry, t) => wish(t('event.consentWithdrawn', what(entry, t))),
  'suppression.added': (entry, t) => wish(t('event.suppressed'), textIn(entry, 'reason')),
  'suppression.lifted': (_, t) => wish(t('event.suppressionLifted')),
};

/** Of which moment: by its first words, where it had any. */
function moment(entry: Entry, words: string): Told {
  return { icon: 'reply', words, detail: textIn(entry, 'name') || undefined };
}

const account = (entry: Entry) => ({ account: entry.account ?? '' });

function ended(entry: Entry, t: Speak): string {
  const member = entry.actor;
  const by = textIn(entry, 'by');
  if (by === 'member') return t('event.followEndedByMember', { member });
  return t(by === 'transfer' ? 'event.followTransferred' : 'event.followEnded', { member });
}

const taker = (entry: Entry, t: Speak) => ({ member: entry.about ?? t('event.transferOther') });

function failed(entry: Entry, t: Speak): Told {
  const name = textIn(entry, 'name');
  const state = textIn(entry, 'state');
  const why = state === 'gone' ? t('event.failedGone') : state === 'capped' ? t('event.failedCapped') : '';
  const words = name ? t('event.failed', { name }) : t('event.failedByHand');
  return { icon: 'message', words, detail: why || undefined };
}

function wish(words: string, detail = ''): Told {
  return { icon: 'wish', words, detail: detail || undefined };
}

function what(entry: Entry, t: Speak): { what: string } {
  const purpose = textIn(entry, 'purpose');
  if (purpose === 'profiling') return { what: t('purpose.profiling') };
  return { what: t(purpose === 'service' ? 'purpose.service' : 'purpose.marketing') };
}
