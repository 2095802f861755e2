import type { Say } from '#web/i18n/texts.ts';
import { formatCount, formatFen, formatInstant } from '#web/kit/format.ts';
import type zh from '../texts/zh.ts';
import { type Draft, goesAsNotice } from './draft.ts';
import { countSayer } from './say-count.ts';
import type { Preview } from './use-preview.ts';

/** The whole broadcast in sentences: when, who does what for whom, that members confirm it, who is left out. */
export function saySending(
  draft: Draft,
  preview: Preview,
  at: string | undefined,
  t: Say<typeof zh>,
): string[] {
  const { members, send, heldOut, withheld, minutes } = preview;
  const count = countSayer(preview, t);
  const isByHand = draft.channel === 'hand';
  const tasks = members.reduce((sum, member) => sum + member.tasks, 0);
  const stopped = withheld.reduce((sum, reason) => sum + reason.people, 0);
  if (draft.channel === 'sms' || draft.channel === 'official_account')
    return sayDirect(draft, preview, at, t);
  const begin = at ? t('wizard.sayWhen', { time: formatInstant(at) }) : t('wizard.sayNow');
  const what = t(isByHand ? 'wizard.sayHand' : 'wizard.sayWecom', {
    members: formatCount(members.length),
    tasks: formatCount(tasks),
    audience: draft.audience?.name ?? '',
    n: count(send),
  });
  return [
    begin + what,
    t(isByHand ? 'wizard.sayByHand' : 'wizard.sayConfirm', { minutes: formatCount(minutes) }),
    ...(heldOut > 0 ? [t('wizard.sayHeldOut', { n: count(heldOut) })] : []),
    ...(stopped > 0 ? [t('wizard.sayWithheld', { n: count(stopped) })] : []),
  ];
}

/** Nobody has to confirm it; a text costs money. */
function sayDirect(draft: Draft, preview: Preview, at: string | undefined, t: Say<typeof zh>): string[] {
  const { send, heldOut, withheld, cost } = preview;
  const count = countSayer(preview, t);
  const stopped = withheld.reduce((sum, reason) => sum + reason.people, 0);
  const begin = at ? t('wizard.sayWhen', { time: formatInstant(at) }) : t('wizard.sayNow');
  const isSms = draft.channel === 'sms';
  const isNotice = goesAsNotice(draft);
  const what = t(isSms ? 'wizard.saySms' : isNotice ? 'wizard.sayNotice' : 'wizard.sayOfficial', {
    audience: draft.audience?.name ?? '',
    n: count(send),
  });
  const money = { amount: formatFen(cost?.fen ?? 0), parts: formatCount(cost?.parts ?? 0) };
  return [
    begin + what,
    isSms ? t('wizard.sayCost', money) : t(isNotice ? 'wizard.sayGrants' : 'wizard.sayAnswers'),
    ...(heldOut > 0 ? [t('wizard.sayHeldOut', { n: count(heldOut) })] : []),
    ...(stopped > 0 ? [t('wizard.sayWithheld', { n: count(stopped) })] : []),
  ];
}
