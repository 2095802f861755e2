import { render, valuesOf } from '#brand';
import { officialAccount } from '#channels';
import { settleContacts, takeNotices, type Verdict } from '#customers';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Broadcast } from '../broadcasts.ts';
import { type Notice, type NoticeMessage, noticeOf } from './content.ts';

export type NoticePlan = { memberId: null; message: NoticeMessage; customerIds: number[]; parts: number };

/**
 * Takes an acceptance for everybody the gate let through, in the transaction of their claims. Who took theirs back since
 * has none left, as the gate would say now.
 */
export async function takeForClaims(
  tx: Tx,
  clock: Clock,
  { accountId, message }: Broadcast,
  verdicts: readonly Verdict[],
  heldOut: ReadonlySet<number>,
): Promise<Verdict[]> {
  const notice = noticeOf(message);
  if (!notice || accountId === null) return [...verdicts];
  const claims = verdicts.flatMap(verdict =>
    verdict.outcome === 'claimed' && verdict.recipient !== null && !heldOut.has(verdict.personId)
      ? [{ contactId: verdict.contactId, customerId: verdict.personId, recipient: verdict.recipient }]
      : [],
  );
  const taken = await takeNotices(tx, clock, { accountId, code: notice.code }, claims);
  const none = new Set(claims.map(one => one.contactId).filter(contactId => !taken.has(contactId)));
  await settleContacts(tx, clock, [...none], 'released');
  return verdicts.map(verdict =>
    verdict.outcome === 'claimed' && none.has(verdict.contactId)
      ? { personId: verdict.personId, outcome: 'withheld', reason: 'no_grant', facts: {} }
      : verdict,
  );
}

/** Each person is a task: one call each, with what is known of them in it. */
export async function noticesFor(
  tx: Tx,
  message: NoticeMessage,
  customerIds: readonly number[],
): Promise<NoticePlan[]> {
  const values = await valuesOf(
    tx,
    customerIds.map(customerId => ({ customerId, memberId: null })),
  );
  return customerIds.map(customerId => {
    const known = values.get(customerId) ?? {};
    const said = Object.entries(message.notice.values).map(([key, value]) => [
      key,
      officialAccount.fitValue(key, render(value, known).trim()),
    ]);
    const notice: Notice = { ...message.notice, values: Object.fromEntries(said) };
    const text = render(message.text, known);
    return {
      memberId: null,
      message: { text, attachments: [], notice },
      customerIds: [customerId],
      parts: 1,
    };
  });
}
