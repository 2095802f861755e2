import type { Words } from '#platform/contract.ts';
import type { Rhythm } from '../cadence/contract.ts';
import { CADENCE } from '../cadence/formula.contract.ts';
import type { STEPS } from './contract.ts';

export type Step = (typeof STEPS)[number];

/** What is known of a person that decides what comes next; days are calendar days in Shanghai. */
export type Known = {
  today: string;
  /** Open ones, the soonest first. */
  promises: readonly { id: number; text: string; dueDay: string }[];
  nextFollowUp: string | null;
  isWilling: boolean;
  rhythm: Pick<Rhythm, 'days' | 'gaps' | 'since' | 'next' | 'due'> | null;
  lastOrder: { daysAgo: number; product: string | null } | null;
  followedDays: number | null;
};

export type Chosen = {
  step: Step;
  title: Words;
  reason: Words;
  values: Record<string, string | number>;
  promiseId: number | null;
};

/** A few days after an order one asks how it was; a day earlier it has not come yet. */
const ASK_AFTER = { from: 1, to: 4 };

/** The one step that binds most. Pure: the same facts, the same step. */
export function chooseStep(known: Known): Chosen {
  return (
    duePromise(known) ?? planned(known) ?? inPeace(known) ?? ofRhythm(known) ?? ofOrders(known) ?? wait(known)
  );
}

const chosen = (
  step: Step,
  values: Chosen['values'] = {},
  { said = step, promiseId = null }: { said?: keyof typeof SAID; promiseId?: number | null } = {},
): Chosen => ({ step, ...SAID[said], values, promiseId });

function duePromise({ promises, today }: Known): Chosen | undefined {
  const [first] = promises;
  if (!first || first.dueDay > today) return undefined;
  const { id: promiseId, text, dueDay: day } = first;
  return chosen(
    'keep_promise',
    { text, day },
    { promiseId, said: day < today ? 'late_promise' : 'keep_promise' },
  );
}

function planned({ nextFollowUp: day, today }: Known): Chosen | undefined {
  return day !== null && day <= today ? chosen('planned', { day }) : undefined;
}

function inPeace({ isWilling }: Known): Chosen | undefined {
  return isWilling ? undefined : chosen('in_peace');
}

/** A day that was set for later puts the rhythm off; with a single order only the shop's rhythm is known. */
function ofRhythm({ rhythm, nextFollowUp, today }: Known): Chosen | undefined {
  if (!rhythm || nextFollowUp !== null || today < rhythm.due) return undefined;
  const values = { days: Math.round(rhythm.days), since: rhythm.since };
  const isLost = rhythm.since >= CADENCE.lost * rhythm.days;
  if (rhythm.gaps === 0) return chosen(isLost ? 'win_back' : 'rhythm', values, { said: 'once' });
  return chosen(isLost ? 'win_back' : 'rhythm', values);
}

function ofOrders({ lastOrder, followedDays }: Known): Chosen | undefined {
  if (!lastOrder) return followedDays === null ? undefined : chosen('first_order', { days: followedDays });
  const { daysAgo, product } = lastOrder;
  if (daysAgo < ASK_AFTER.from || daysAgo > ASK_AFTER.to) return undefined;
  return product
    ? chosen('ask_how', { days: daysAgo, product })
    : chosen('ask_how', { days: daysAgo }, { said: 'ask_how_plain' });
}

function wait({ nextFollowUp, rhythm }: Known): Chosen {
  if (nextFollowUp !== null) return chosen('wait', { day: nextFollowUp }, { said: 'wait_planned' });
  return rhythm ? chosen('wait', { day: rhythm.next }, { said: 'wait_rhythm' }) : chosen('wait');
}

const SAID = {
  keep_promise: {
    title: { zh: '兑现今天的承诺', en: 'Keep today’s promise' },
    reason: { zh: '答应过：{text}', en: 'Promised: {text}' },
  },
  late_promise: {
    title: { zh: '兑现过期的承诺', en: 'Keep a promise that is late' },
    reason: { zh: '答应过：{text}（{day} 到期）', en: 'Promised: {text} (due {day})' },
  },
  planned: {
    title: { zh: '今天该跟进', en: 'Follow up today' },
    reason: { zh: '有人把下次跟进定在 {day}。', en: 'The next follow-up was set for {day}.' },
  },
  in_peace: {
    title: { zh: '不主动打扰', en: 'Leave in peace' },
    reason: {
      zh: '客户不愿收到营销消息：有约定或对方来问时再说话。',
      en: 'They do not want marketing: speak when something was agreed, or when they ask.',
    },
  },
  win_back: {
    title: { zh: '挽回', en: 'Win back' },
    reason: {
      zh: '平时约 {days} 天来一次，已经 {since} 天没来。先问近况，不急着推东西。',
      en: 'They usually come every {days} days and have not for {since}. Ask how they are before offering anything.',
    },
  },
  once: {
    title: { zh: '请 TA 再来', en: 'Invite them back' },
    reason: {
      zh: '只买过一次，已经 {since} 天；店里的常客约 {days} 天来一次。',
      en: 'Bought once, {since} days ago; the shop’s people usually come back after {days}.',
    },
  },
  rhythm: {
    title: { zh: '该聊聊了', en: 'Time to talk' },
    reason: {
      zh: '平时约 {days} 天来一次，这次已经 {since} 天。',
      en: 'They usually come every {days} days; this time it has been {since}.',
    },
  },
  ask_how: {
    title: { zh: '问问用得怎么样', en: 'Ask how it was' },
    reason: { zh: '{days} 天前买了{product}。', en: 'Bought {product} {days} days ago.' },
  },
  ask_how_plain: {
    title: { zh: '问问用得怎么样', en: 'Ask how it was' },
    reason: { zh: '{days} 天前刚下过单。', en: 'Ordered {days} days ago.' },
  },
  first_order: {
    title: { zh: '帮 TA 下第一单', en: 'Help with the first order' },
    reason: {
      zh: '加上 {days} 天了，还没有买过。问问需要什么。',
      en: 'With us for {days} days and has not bought yet. Ask what they need.',
    },
  },
  wait_planned: {
    title: { zh: '现在不用做什么', en: 'Nothing to do now' },
    reason: { zh: '下次跟进定在 {day}。', en: 'The next follow-up is set for {day}.' },
  },
  wait_rhythm: {
    title: { zh: '现在不用做什么', en: 'Nothing to do now' },
    reason: { zh: '按 TA 的节奏，{day} 前后会再来。', en: 'By their rhythm they come again around {day}.' },
  },
  wait: {
    title: { zh: '现在不用做什么', en: 'Nothing to do now' },
    reason: { zh: '没有到期的承诺和跟进。', en: 'No promise and no follow-up is due.' },
  },
} as const satisfies Record<string, { title: Words; reason: Words }>;
