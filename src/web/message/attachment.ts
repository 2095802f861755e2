import type { message } from '#brand/contract';
import type { Wire } from '../api/client.ts';

/** A message as one writes it: words with variables, and what hangs on them. */
export type Message = Wire<typeof message>;
export type Attachment = NonNullable<Message['attachments']>[number];

/** Whether nothing is wanting: a link with its title and an address. */
export function isWhole(attachment: Attachment): boolean {
  if (attachment.kind === 'image') return true;
  return attachment.title.trim() !== '' && /^https?:\/\/\S+\.\S+$/.test(attachment.url);
}
