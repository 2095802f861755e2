import type { Wire } from '#web/api/client.ts';
import type { ruleFactView } from '../../settings/contract.ts';

export type Fact = Wire<typeof ruleFactView>;
export type Rule = { now: Fact; earlier: readonly Fact[] };

/** The facts that have words here, by the name the server gives them, in the order they are shown. */
export const WORDS = {
  'marketing.hours': 'hours',
  'marketing.person.day': 'personDay',
  'marketing.person.week': 'personWeek',
  'identity.phone.people': 'phonePeople',
  'identity.phone.recycled_days': 'phoneDays',
  'wecom.mass.person.month': 'massMonth',
  'wecom.mass.member_person.day': 'massDay',
  'wecom.mass.recipients_per_task': 'massTask',
  'wecom.mass.reminders.day': 'massRemind',
  'official_account.wrote.messages': 'wroteMessages',
  'official_account.wrote.hours': 'wroteHours',
  'official_account.acted.messages': 'actedMessages',
  'official_account.acted.minutes': 'actedMinutes',
  'official_account.text.bytes': 'answerBytes',
  'official_account.welcome.seconds': 'welcomeSeconds',
  'migration.member.day': 'migrationDay',
  'wecom.transfer.customer.times': 'transferTimes',
  'wecom.transfer.customer.days': 'transferDays',
  'wecom.transfer.waits.hours': 'transferWaits',
  'wecom.acquisition.quota.low': 'quotaLow',
  'moments.product.row': 'productsRow',
  'wecom.moments.person.day': 'momentsDay',
  'wecom.moments.month': 'momentsMonth',
  'wecom.album.description': 'albumDescription',
  'wecom.album.price': 'albumPrice',
  'wecom.album.number': 'albumNumber',
  'kf.answer.hours': 'kfHours',
  'kf.answer.messages': 'kfMessages',
  'kf.welcome.seconds': 'kfWelcome',
  'kf.unanswered.minutes': 'kfWaiting',
  'kf.messages.days': 'kfDays',
  'live_codes.openings.minute': 'openings',
  'wecom.group.people': 'groupPeople',
  'receipt.join.minutes': 'receiptMinutes',
  'sms.hours': 'smsHours',
  'sms.characters': 'smsCharacters',
  'sms.part.single': 'smsSingle',
  'sms.part.long': 'smsLong',
  'sms.people.task': 'smsTask',
  'sms.unknown.hours': 'smsUnknown',
  'health.deletions.yellow': 'deletionsYellow',
  'health.deletions.red': 'deletionsRed',
  'health.deletions.fewest': 'deletionsFewest',
  'health.losses.yellow': 'lossesYellow',
  'health.losses.red': 'lossesRed',
  'health.refusals.yellow': 'refusalsYellow',
  'health.refusals.red': 'refusalsRed',
  'health.refusals.fewest': 'refusalsFewest',
  'health.quota.yellow': 'quotaYellow',
  'health.quota.red': 'quotaRed',
  'health.unconfirmed.yellow': 'unconfirmedYellow',
  'health.unconfirmed.fewest': 'unconfirmedFewest',
  'health.slow.people_hour': 'slowPeople',
  'health.pause.hours': 'pauseHours',
  'wecom.calls.api.hour': 'callsHour',
  'wecom.ways': 'ways',
} as const;
const ORDER = Object.keys(WORDS);

/** What holds today, each with what held before it; those of the company are the ones it can change. */
export function rulesOf(facts: readonly Fact[]): { own: Rule[]; given: Rule[] } {
  const rules = facts
    .filter(fact => fact.isInForce)
    .map(now => ({ now, earlier: facts.filter(({ name, isInForce }) => name === now.name && !isInForce) }))
    .sort((one, other) => place(one) - place(other));
  const isOwn = ({ now }: Rule) => now.confidence === 'own';
  return { own: rules.filter(isOwn), given: rules.filter(rule => !isOwn(rule)) };
}

/** A rule that came with a later version has no words yet and stands last, under its own name. */
function place({ now }: Rule): number {
  const at = ORDER.indexOf(now.name);
  return at < 0 ? ORDER.length : at;
}

export type Bound = { kind: 'bound'; max: number | 'days_of_month' | 'unlimited' };
export type Hours = { kind: 'hours'; from: string; to: string };

/** A fact's value is JSON of two shapes: so many, or from when to when. Undefined: of a shape nobody knows here. */
export function readValue(value: unknown): Bound | Hours | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('from' in value && 'to' in value && typeof value.from === 'string' && typeof value.to === 'string')
    return { kind: 'hours', from: value.from, to: value.to };
  if (!('max' in value)) return undefined;
  const { max } = value;
  if (typeof max === 'number' || max === 'days_of_month' || max === 'unlimited')
    return { kind: 'bound', max };
  return undefined;
}

/** A source that begins with an address leads there; what follows it (when it was read) stays text. */
export function readSource(source: string): { text: string; href?: string; rest?: string } {
  const [, address, rest] = /^((?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*)\s*(.*)$/i.exec(source) ?? [];
  if (!address) return { text: source };
  return { text: address, href: `https://${address}`, ...(rest && { rest }) };
}

/** Every half hour of the day, and the time that is set if it is another. Midnight is 00:00 to begin and 24:00 to end. */
export function halfHours(set: string): string[] {
  const times = Array.from({ length: 49 }, (_, half) => {
    const [hour, minute] = [Math.floor(half / 2), half % 2 === 0 ? '00' : '30'];
    return `${String(hour).padStart(2, '0')}:${minute}`;
  });
  return [...new Set([...times, set])].sort();
}
