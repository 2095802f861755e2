import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Outcome } from '../outcome.ts';
import { nothing } from './fields.ts';
import { attachmentsOf, faultOf, type WecomMessage } from './messages.ts';

/**
 * A code is good once, so to send again after a lost answer cannot greet twice: the platform answers 41051 then, and
 * the customer has the first.
 */
const SEND: Endpoint<undefined> = {
  path: 'externalcontact/send_welcome_msg',
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

/**
 * Greets who has just added a member (official page 92137), within 20 seconds of the event that brought the code.
 * Refused for good: 41050 too late, 41051 greeted already or talking. 41096: another app is at it.
 */
export async function sendWelcome(
  client: WecomClient,
  code: string,
  message: WecomMessage,
  signal?: AbortSignal,
): Promise<Outcome<undefined>> {
  const fault = faultOf(message);
  if (fault) return fault;
  return await client.call(
    SEND,
    {
      welcome_code: code,
      ...(message.text && { text: { content: message.text } }),
      ...(message.attachments.length > 0 && { attachments: attachmentsOf(message) }),
    },
    signal && { signal },
  );
}
