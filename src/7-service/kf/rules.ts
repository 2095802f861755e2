import { DAY, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

const NAMES = [
  ...['kf.answer.hours', 'kf.answer.messages', 'kf.welcome.seconds'],
  ...['kf.unanswered.minutes', 'kf.messages.days'],
] as const;

/** What the dated rule facts say today; spans in milliseconds. */
export type KfRules = {
  /** How long a message of the customer's may be answered, and with how many. */
  answerFor: number;
  answers: number;
  welcomeFor: number;
  /** Who waits longer is waiting too long. */
  patience: number;
  kept: number;
};

/** A fact that is missing is an error, not a licence. */
export async function kfRules(db: Db | Tx, at: Date): Promise<KfRules> {
  const facts = await factsOn(db, at, NAMES);
  const max = (name: (typeof NAMES)[number]) => boundOf(facts, name, at);
  return {
    answerFor: max('kf.answer.hours') * HOUR,
    answers: max('kf.answer.messages'),
    welcomeFor: max('kf.welcome.seconds') * SECOND,
    patience: max('kf.unanswered.minutes') * MINUTE,
    kept: max('kf.messages.days') * DAY,
  };
}
