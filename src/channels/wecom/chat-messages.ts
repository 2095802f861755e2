import type { Attachment, Message } from '../contract.ts';
import type { MediaShelf } from './media.ts';
import { done, type Outcome } from './outcome.ts';

/** One message as the client's `sendChatMessage` takes it: `msgtype`, and the body under that name. */
export type ChatMessage = { msgtype: string } & Record<string, unknown>;

/**
 * What a page of the chat toolbar hands to the client, the words first, each a message of its own (JS-SDK,
 * sendChatMessage). Files are uploaded as the client wants them: pictures of cards at an address, the rest as a media_id
 * that is good for at least another day. The shelf is opened when a file needs it.
 */
export async function chatMessagesOf(
  shelf: () => Promise<MediaShelf>,
  { text, attachments }: Message,
): Promise<Outcome<ChatMessage[]>> {
  const messages: ChatMessage[] = [{ msgtype: 'text', text: { content: text } }];
  for (const attachment of attachments) {
    const ready = await chatMessageOf(shelf, attachment);
    if (!ready.ok) return ready;
    messages.push(ready.data);
  }
  return done(messages);
}

async function chatMessageOf(
  shelf: () => Promise<MediaShelf>,
  attachment: Attachment,
): Promise<Outcome<ChatMessage>> {
  switch (attachment.kind) {
    case 'link': {
      const { title, url, description = '', picture } = attachment;
      const address = picture ? await (await shelf()).addressOf(picture) : done('');
      if (!address.ok) return address;
      const news = { link: url, title, desc: description, imgUrl: address.data };
      return done({ msgtype: 'news', news });
    }
    case 'miniprogram': {
      const { title, appId: appid, page, cover } = attachment;
      const address = await (await shelf()).addressOf(cover);
      if (!address.ok) return address;
      const miniprogram = { appid, title, imgUrl: address.data, page: htmlPage(page) };
      return done({ msgtype: 'miniprogram', miniprogram });
    }
    case 'image':
    case 'video':
    case 'file': {
      const { kind } = attachment;
      const as = kind === 'file' ? { type: kind, name: attachment.name } : { type: kind };
      const mediaId = await (await shelf()).mediaIdOf(attachment.file, [], as);
      return mediaId.ok ? done({ msgtype: kind, [kind]: { mediaid: mediaId.data } }) : mediaId;
    }
  }
}

/** The client opens a page only with this ending, before what is asked of it. */
function htmlPage(page: string): string {
  const [path = '', ...asked] = page.split('?');
  const ended = path.endsWith('.html') ? path : `${path}.html`;
  return asked.length > 0 ? `${ended}?${asked.join('?')}` : ended;
}
