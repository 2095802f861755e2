import { z } from 'zod';
import type { Endpoint } from '../wecom/endpoint.ts';
import { done, type Outcome } from '../wecom/outcome.ts';
import type { OfficialAccountClient } from './client.ts';
import { SPEECH } from './errors.ts';

/** One customer-service message. Pictures are a media_id of media/upload, or an address, of the last three days. */
export type Piece =
  /** May hold links: `<a href="…">`, and to a mini program `<a data-miniprogram-appid="…" data-miniprogram-path="…">`. */
  | { kind: 'text'; text: string }
  | { kind: 'image'; mediaId: string }
  | { kind: 'link'; title: string; url: string; description: string; picture: string }
  | { kind: 'miniprogram'; title: string; appId: string; page: string; coverMediaId: string }
  /** A question with answers to press; the answer comes back as a text the follower wrote. */
  | { kind: 'menu'; head: string; items: readonly { id: string; content: string }[]; tail: string };

const sending: Endpoint<unknown> = {
  path: 'message/custom/send',
  method: 'POST',
  // The platform knows no key by which a repeat could be told from a second message, and lists nothing.
  effect: 'once',
  answer: z.looseObject({}),
};

/** Answers a follower, while the platform's window for it is open; 45015 and 45047 say that it is not. */
export async function sendPiece(
  client: OfficialAccountClient,
  openId: string,
  piece: Piece,
): Promise<Outcome<undefined>> {
  const fault = faultIn(piece);
  if (fault) return SPEECH.own('invalid_request', fault);
  const sent = await client.call(sending, { touser: openId, ...bodyOf(piece) });
  return sent.ok ? done(undefined) : sent;
}

/** What the platform would refuse anyway is not sent off. */
function faultIn(piece: Piece): string | undefined {
  if (piece.kind === 'text') return piece.text.trim() === '' ? 'text: nothing in it' : undefined;
  if (piece.kind === 'menu') return piece.items.length === 0 ? 'menu: no answers' : undefined;
  if (piece.kind === 'image') return piece.mediaId === '' ? 'image: no media_id' : undefined;
  return piece.title.trim() === '' ? `${piece.kind}: no title` : undefined;
}

function bodyOf(piece: Piece): Record<string, unknown> {
  switch (piece.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: piece.text } };
    case 'image':
      return { msgtype: 'image', image: { media_id: piece.mediaId } };
    case 'link': {
      const { title, description, url, picture } = piece;
      // One article: more are refused since 2018 (45008).
      return { msgtype: 'news', news: { articles: [{ title, description, url, picurl: picture }] } };
    }
    case 'miniprogram': {
      const { title, appId, page, coverMediaId } = piece;
      const card = { title, appid: appId, pagepath: page, thumb_media_id: coverMediaId };
      return { msgtype: 'miniprogrampage', miniprogrampage: card };
    }
    case 'menu': {
      const { head, items, tail } = piece;
      return { msgtype: 'msgmenu', msgmenu: { head_content: head, list: items, tail_content: tail } };
    }
  }
}
