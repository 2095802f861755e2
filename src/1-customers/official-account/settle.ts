import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Words } from '#platform/contract.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { settleContacts } from '../contact/claim.ts';

export type Settled = {
  state: 'sent' | 'partly' | 'failed' | 'unknown';
  failure?: (Words & { code: string }) | undefined;
  externalId?: string | undefined;
};

type Message = {
  id: number;
  contactId: number;
  customerId: number;
  accountId: number;
  kind: string;
  state: string;
};

/**
 * Writes down what became of a message, once: its contact, and a line in the timeline where it went out. What may have
 * gone out counts as a contact. @returns whether this was the word that counts.
 */
export async function settleMessage(
  tx: Tx,
  clock: Clock,
  id: number,
  { state, failure, externalId }: Settled,
): Promise<boolean> {
  const { rows } = await sql<Message>`
    update official_messages set state = ${state}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb,
      external_id = coalesce(${externalId ?? null}, external_id), settled_at = ${clock.now()}
    where id = ${id} and state in ('waiting', 'calling', 'unknown') returning id, contact_id, customer_id, account_id, kind`.execute(
    tx,
  );
  const [message] = rows;
  if (!message) return false;
  await settleContacts(tx, clock, [message.contactId], state === 'failed' ? 'failed' : 'sent');
  if (state === 'sent' || state === 'partly')
    await tellAnswered(tx, clock, { ...message, kind: message.kind });
  return true;
}

type Answered = { customerId: number; accountId: number; kind: string };

/** `kind`: welcome, reply, notice. */
export async function tellAnswered(
  tx: Tx,
  clock: Clock,
  { customerId, accountId, kind }: Answered,
): Promise<void> {
  const at = clock.now();
  const data = { kind };
  await appendEvents(tx, [
    { type: 'official_account.answered', customerId, accountId, at, actor: `account:${accountId}`, data },
  ]);
}

/** The platform tells of a notice afterwards: one whose answer was lost went out, one that was taken may not have arrived. */
export async function settleNotice(
  tx: Tx,
  clock: Clock,
  id: number,
  { isSent, externalId, why }: { isSent: boolean; externalId: string; why: string },
): Promise<void> {
  const failure = { code: 'receipt', zh: `没有送达：${why}`, en: `Not delivered: ${why}` };
  await settleMessage(tx, clock, id, {
    ...{ state: isSent ? 'sent' : 'failed', externalId },
    ...(!isSent && { failure }),
  });
  if (isSent) return;
  const { rows } = await sql<{ contactId: number }>`
    update official_messages set state = 'failed', failure = ${JSON.stringify(failure)}::jsonb
    where id = ${id} and state = 'sent' returning contact_id`.execute(tx);
  await settleContacts(
    tx,
    clock,
    rows.map(row => row.contactId),
    'failed',
  );
}
