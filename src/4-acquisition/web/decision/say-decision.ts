import { formatShare } from '#web/kit/format.ts';
import type { Speak } from '../texts/index.ts';
import { type Decision, drawnFrom } from './decision.ts';

/** Whom somebody would reach, with the chances: 小林 60%，小陈 40%. */
export function sayChances(decision: Decision, t: Speak): string {
  const drawn = drawnFrom(decision);
  if (drawn.length === 0) return sayElsewhere(decision, t);
  const [first] = drawn;
  if (drawn.length === 1 && first) return t('decision.one', { name: first.member.name });
  const names = drawn.map(({ member, share }) => `${member.name} ${formatShare(share, 0)}`);
  return t('decision.some', { names: names.join(t('and')) });
}

/** Whom somebody reached. */
export function sayOutcome(decision: Decision, t: Speak): string {
  const { member, again } = decision;
  if (!member) return sayElsewhere(decision, t);
  return t(again ? 'decision.reachedAgain' : 'decision.reached', { name: member.name });
}

function sayElsewhere({ kind }: Decision, t: Speak): string {
  return t(`decision.shown.${kind}`);
}
