import type { Attachment, Message } from '../../contract.ts';
import { ownFailure } from '../errors.ts';
import type { Failure } from '../outcome.ts';

/** Official page 92135: bytes of UTF-8, not characters. */
const LONGEST = { text: 4_000, linkTitle: 128, linkDescription: 512, miniprogramTitle: 64 };
const MOST_ATTACHMENTS = 9;

/** What is wrong with a message before WeCom is bothered with it. */
export function faultOf(message: Message): Failure | undefined {
  if (message.text === '' && message.attachments.length === 0)
    return ownFailure('invalid_request', 'a text or an attachment is required');
  if (message.attachments.length > MOST_ATTACHMENTS)
    return ownFailure('invalid_request', `attachments: at most ${MOST_ATTACHMENTS}`);
  const lengths = [
    tooLong('text', message.text, LONGEST.text),
    ...message.attachments.flatMap(faultsOfAttachment),
  ];
  const fault = lengths.find(found => found !== undefined);
  return fault ? ownFailure('invalid_request', fault) : undefined;
}

function faultsOfAttachment(attachment: Attachment): (string | undefined)[] {
  if (attachment.kind === 'image') return [];
  if (attachment.kind === 'miniprogram')
    return [tooLong('mini program title', attachment.title, LONGEST.miniprogramTitle)];
  return [
    tooLong('link title', attachment.title, LONGEST.linkTitle),
    tooLong('link description', attachment.description ?? '', LONGEST.linkDescription),
  ];
}

function tooLong(what: string, text: string, most: number): string | undefined {
  return Buffer.byteLength(text) > most ? `${what}: at most ${most} bytes` : undefined;
}

/** The attachments as WeCom writes them. */
export function attachmentsOf(message: Message): Record<string, unknown>[] {
  return message.attachments.map(attachment => ({
    msgtype: attachment.kind,
    [attachment.kind]: bodyOf(attachment),
  }));
}

function bodyOf(attachment: Attachment): Record<string, unknown> {
  if (attachment.kind === 'image') return pictureOf(attachment.file);
  if (attachment.kind === 'miniprogram')
    return {
      title: attachment.title,
      pic_media_id: attachment.cover,
      appid: attachment.appId,
      page: attachment.page,
    };
  const { title, url, description, picture } = attachment;
  return { title, url, desc: description, picurl: picture };
}

/** The address that uploadimg gave, or a media_id of the last three days. */
function pictureOf(file: string): Record<string, unknown> {
  return /^https?:\/\//.test(file) ? { pic_url: file } : { media_id: file };
}
