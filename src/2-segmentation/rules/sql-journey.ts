import { DAY, HOUR } from '#platform/clock.ts';
import { byCount, type Compiler, instantWithin, mapped, personOf, whose } from './compiler.ts';
import type { ConsentLeaf, ContactsLeaf, SequenceLeaf, Step } from './contract.ts';
import { whichEvents } from './sql-events.ts';
import { whichOrders } from './sql-orders.ts';
import { type Span, spanOf } from './windows.ts';

/**
 * One thing after another, over all profiles of a person. The first `next` after each `first` decides: a join by time
 * finds it in one pass, whatever the number of events. Instants are compared as milliseconds.
 */
export function sequenceSql({ sequence, first, next, within, window }: SequenceLeaf, c: Compiler): string {
  const span = spanOf(window, c.now);
  // What is before every first one is not read.
  const after = { from: span.from, to: undefined };
  const last = deadline('a.ms', within);
  const isFollowed = `(b.is_there and b.ms <= ${last})`;
  const isOver = `${last} < ${c.values.number(c.now.getTime())}`;
  const condition = sequence === 'followed' ? isFollowed : `(${isOver} and not ${isFollowed})`;
  return `person_id in (select a.person from (select ${personOf(c)} as person, t.ms as ms from ${mapped(stepSql(first, span, c), c)}) a
    asof left join (select ${personOf(c)} as person, t.ms as ms, true as is_there from ${mapped(stepSql(next, after, c), c)}) b
    on a.person = b.person and a.ms < b.ms where ${condition})`;
}

function stepSql(step: Step, { from, to }: Span, c: Compiler): string {
  const [table, column, which] =
    'event' in step
      ? ['events', 'at', whichEvents(step, c)]
      : ['orders final', 'ordered_at', whichOrders(step, c)];
  const parts = [which];
  if (from) parts.push(`${column} >= ${c.values.instant(from)}`);
  if (to) parts.push(`${column} < ${c.values.instant(to)}`);
  return `select customer_id, toUnixTimestamp64Milli(${column}) as ms from ${table} where ${parts.join(' and ')}`;
}

/** As windows.ts reckons it: hours to the millisecond, days to the end of the day in Shanghai. */
function deadline(ms: string, { n, unit }: SequenceLeaf['within']): string {
  if (unit === 'hour') return `(${ms} + ${n * HOUR})`;
  return `(${ms} - positiveModulo(${ms} + ${8 * HOUR}, ${DAY}) + ${(n + 1) * DAY - 1})`;
}

export function contactsSql({ channel, purpose, test, window }: ContactsLeaf, c: Compiler): string {
  const parts = [`state in ('claimed', 'sent')`, whose(c), instantWithin('slot', window, c)];
  if (channel !== null) parts.push(`channel = ${c.values.string(channel)}`);
  if (purpose !== null) parts.push(`purpose = ${c.values.string(purpose)}`);
  return byCount(`from contacts final where ${parts.join(' and ')}`, test, c);
}

/** Consent lies in the log: what was said last on a channel holds, and one on all channels counts for each. */
export function consentSql({ consent, purpose, channel }: ConsentLeaf, c: Compiler): string {
  const words = `select customer_id, type = 'consent.given' as given, data.channel.:String as on_channel, (at, xid, seq) as place
    from events where type in ('consent.given', 'consent.withdrawn') and ${whose(c)}
    and ifNull(data.purpose.:String = ${c.values.string(purpose)}, 0)
    and ifNull(data.channel.:String in ${c.values.strings([channel, 'all'])}, 0)`;
  const latest = `select ${personOf(c)} as person, t.on_channel as on_channel, argMax(t.given, t.place) as given
    from ${mapped(words, c)} group by person, on_channel`;
  if (consent === 'none') return `person_id not in (select person from (${latest}))`;
  return `person_id in (select person from (${latest}) group by person having min(given) = ${consent === 'given' ? 1 : 0})`;
}
