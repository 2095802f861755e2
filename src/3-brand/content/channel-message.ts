import type { Attachment, Message } from '#channels';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import type { MessageContent } from './contract.ts';

/** A message as channels take it: pictures as files on this machine. */
export async function toChannelMessage(
  { db, home }: Pick<Platform, 'db' | 'home'>,
  message: MessageContent,
): Promise<Message> {
  const ids = message.attachments.flatMap(attachment =>
    attachment.kind === 'image' ? [attachment.file] : [],
  );
  const files =
    ids.length > 0
      ? await db.selectFrom('files').select(['id', 'sha256']).where('id', 'in', ids).execute()
      : [];
  const paths = new Map(files.map(file => [file.id, pathOf(home, file.sha256)]));
  const attachments = message.attachments.map((attachment): Attachment => {
    if (attachment.kind === 'link') return attachment;
    const file = paths.get(attachment.file);
    if (!file) throw new Error(`Picture ${attachment.file} of a message is gone`);
    return { kind: 'image', file };
  });
  return { text: message.text, attachments };
}
