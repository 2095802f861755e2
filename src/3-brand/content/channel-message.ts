import type { Attachment, Message } from '#channels';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import type { Attached, MessageContent } from './contract.ts';

/** A message as channels take it: pictures, videos and files as files on this machine. */
export async function toChannelMessage(
  { db, home }: Pick<Platform, 'db' | 'home'>,
  message: MessageContent,
): Promise<Message> {
  const ids = message.attachments.map(fileOf).filter(id => id !== null);
  const files =
    ids.length > 0
      ? await db.selectFrom('files').select(['id', 'sha256']).where('id', 'in', ids).execute()
      : [];
  const paths = new Map(files.map(file => [file.id, pathOf(home, file.sha256)]));
  const path = (id: number): string => {
    const found = paths.get(id);
    if (!found) throw new Error(`File ${id} of a message is gone`);
    return found;
  };
  return { text: message.text, attachments: message.attachments.map(one => toChannel(one, path)) };
}

function toChannel(attached: Attached, path: (id: number) => string): Attachment {
  switch (attached.kind) {
    case 'link': {
      const { picture, ...link } = attached;
      return { ...link, ...(picture && { picture: path(picture) }) };
    }
    case 'miniprogram':
      return { ...attached, cover: path(attached.cover) };
    case 'file':
      return { kind: 'file', file: path(attached.file), name: attached.name };
    default:
      return { kind: attached.kind, file: path(attached.file) };
  }
}

/** The file an attachment needs, null where it is a card without a picture. */
export function fileOf(attached: Attached): number | null {
  if (attached.kind === 'link') return attached.picture ?? null;
  return attached.kind === 'miniprogram' ? attached.cover : attached.file;
}
