import { renderMessage, valuesOf } from '#brand';
import type { MessageContent } from '#brand/contract';
import { piecesIn } from '#channels';
import type { Tx } from '#platform/postgres/connect.ts';

export type AnswerPlan = { memberId: null; message: MessageContent; customerIds: number[]; parts: number };

/** Each person is a task: the platform is asked once for each, and a lost answer leaves one person uncertain, not many. */
export async function answersFor(
  tx: Tx,
  message: MessageContent,
  customerIds: readonly number[],
): Promise<AnswerPlan[]> {
  const values = await valuesOf(
    tx,
    customerIds.map(customerId => ({ customerId, memberId: null })),
  );
  return customerIds.map(customerId => ({
    memberId: null,
    message: renderMessage(message, values.get(customerId) ?? {}),
    customerIds: [customerId],
    parts: piecesIn(message),
  }));
}
