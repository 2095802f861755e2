import { ownFailure } from '../errors.ts';
import type { Failure } from '../outcome.ts';

/** A message with its files already at WeCom. */
export type WecomMessage = { text: string; attachments: readonly WecomAttachment[] };

export type WecomAttachment =
  /** The address that uploadimg gave. */
  | { kind: 'image'; url: string }
  | {
      kind: 'link';
      title: string;
      url: string;
      description?: string | undefined;
      picture?: string | undefined;
    }
  /** The cover: a media_id of media/upload, of the last three days. */
  | { kind: 'miniprogram'; title: string; appId: string; page: string; coverMediaId: string }
  | { kind: 'video' | 'file'; mediaId: string };

/** What the limits look at, before and after the files are uploaded. */
type Measured = {
  text: string;
  attachments: readonly (
    | { kind: 'image' | 'video' | 'file' }
    | { kind: 'link'; title: string; description?: string | undefined }
    | { kind: 'miniprogram'; title: string }
  )[];
};

export const MOST_ATTACHMENTS = 9;
/** Bytes of UTF-8, not characters (official page 92135). */
export const MOST_TEXT = 4_000;
const MOST = { linkTitle: 128, linkDescription: 512, miniprogramTitle: 64 };

/** What is wrong with a message before WeCom is bothered with it. */
export function faultOf(message: Measured): Failure | undefined {
  if (message.text === '' && message.attachments.length === 0)
    return ownFailure('invalid_request', 'a text or an attachment is required');
  if (message.attachments.length > MOST_ATTACHMENTS)
    return ownFailure('invalid_request', `attachments: at most ${MOST_ATTACHMENTS}`);
  const lengths = [
    tooLong('text', message.text, MOST_TEXT),
    ...message.attachments.flatMap(faultsOfAttachment),
  ];
  const fault = lengths.find(found => found !== undefined);
  return fault ? ownFailure('invalid_request', fault) : undefined;
}

function faultsOfAttachment(attachment: Measured['attachments'][number]): (string | undefined)[] {
  if (attachment.kind === 'miniprogram')
    return [tooLong('mini program title', attachment.title, MOST.miniprogramTitle)];
  if (attachment.kind !== 'link') return [];
  return [
    tooLong('link title', attachment.title, MOST.linkTitle),
    tooLong('link description', attachment.description ?? '', MOST.linkDescription),
  ];
}

function tooLong(what: string, text: string, most: number): string | undefined {
  return Buffer.byteLength(text) > most ? `${what}: at most ${most} bytes` : undefined;
}

/** The attachments as WeCom writes them. */
export function attachmentsOf(message: WecomMessage): Record<string, unknown>[] {
  return message.attachments.map(attachment => ({
    msgtype: attachment.kind,
    [attachment.kind]: bodyOf(attachment),
  }));
}

function bodyOf(attachment: WecomAttachment): Record<string, unknown> {
  if (attachment.kind === 'image') return { pic_url: attachment.url };
  if ('mediaId' in attachment) return { media_id: attachment.mediaId };
  if (attachment.kind === 'miniprogram')
    return {
      title: attachment.title,
      pic_media_id: attachment.coverMediaId,
      appid: attachment.appId,
      page: attachment.page,
    };
  const { title, url, description, picture } = attachment;
  return { title, url, desc: description, picurl: picture };
}
