import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { AnswerChannel, AnswerOutcome, Attachment, Message } from '../contract.ts';
import type { MediaShelf } from '../wecom/media.ts';
import { done, type Failure, type Outcome } from '../wecom/outcome.ts';
import type { OfficialAccountClient } from './client.ts';
import { BAD_MEDIA, QUOTA_USED, SPEECH, WINDOW_CLOSED, WINDOW_USED } from './errors.ts';
import { type Piece, sendPiece } from './messages.ts';

/** 2,048 bytes from memory; who is longer is told 45002. */
const MOST_TEXT = 2_048;

/** What answers carry: a video would need words and a picture of its own, and a file is not carried at all. */
export const ATTACHMENT_KINDS: readonly Attachment['kind'][] = ['image', 'link', 'miniprogram'];

/** Customer-service messages as a channel: whoever opened a window is answered, text first, then what hangs on it. */
export function answerChannel(client: OfficialAccountClient, shelf: MediaShelf): AnswerChannel {
  return {
    kind: 'official_account',
    staffConfirmed: false,
    answers: true,
    capabilities: {
      person: true,
      group: false,
      moment: false,
      platformQuota: true,
      receipts: false,
      attachments: 4,
      attachmentKinds: ATTACHMENT_KINDS,
      textBytes: MOST_TEXT,
      peoplePerTask: 1,
      groupsPerTask: 0,
    },
    answer: (to, message, signal) => answer({ client, shelf }, to, message, signal),
  };
}

type Sender = { client: OfficialAccountClient; shelf: MediaShelf };

/** All files are uploaded before the first piece goes out, so that a picture that fails sends nothing. */
async function answer(
  sender: Sender,
  to: string,
  { text, attachments }: Message,
  signal?: AbortSignal,
): Promise<AnswerOutcome> {
  const pieces: Piece[] = [{ kind: 'text', text }];
  for (const attachment of attachments) {
    const piece = await pieceOf(sender.shelf, attachment);
    if (!piece.ok) return refusedBy(sender.client, piece);
    pieces.push(piece.data);
  }
  for (const [at, piece] of pieces.entries()) {
    if (signal?.aborted && at === 0) return TOO_LATE;
    const sent = await sendOne(sender, to, piece, attachments[at - 1]);
    if (sent.ok) continue;
    const told = { code: String(sent.code), message: sent.message };
    if (at > 0) return { outcome: 'partly', pieces: at, ...told };
    return sent.kind === 'uncertain' ? { outcome: 'uncertain', ...told } : refusedBy(sender.client, sent);
  }
  return { outcome: 'sent' };
}

const TOO_LATE: AnswerOutcome = {
  outcome: 'refused',
  because: 'window',
  again: false,
  code: 'aborted',
  message: { zh: '时间已过，没有发出。', en: 'It was too late; nothing was sent.' },
};

/** With a picture that the platform no longer has, once more with another. */
async function sendOne(
  { client, shelf }: Sender,
  to: string,
  piece: Piece,
  attachment: Attachment | undefined,
): Promise<Outcome<undefined>> {
  const sent = await sendPiece(client, to, piece);
  const used =
    piece.kind === 'image' ? piece.mediaId : piece.kind === 'miniprogram' ? piece.coverMediaId : '';
  if (sent.ok || sent.code !== BAD_MEDIA || used === '' || !attachment) return sent;
  const renewed = await pieceOf(shelf, attachment, [used]);
  return renewed.ok ? await sendPiece(client, to, renewed.data) : renewed;
}

async function pieceOf(
  shelf: MediaShelf,
  attachment: Attachment,
  refused: readonly string[] = [],
): Promise<Outcome<Piece>> {
  if (attachment.kind === 'image') {
    const mediaId = await shelf.mediaIdOf(attachment.file, refused);
    return mediaId.ok ? done({ kind: 'image', mediaId: mediaId.data }) : mediaId;
  }
  if (attachment.kind === 'miniprogram') {
    const { cover, ...card } = attachment;
    const mediaId = await shelf.mediaIdOf(cover, refused);
    return mediaId.ok ? done({ ...card, coverMediaId: mediaId.data }) : mediaId;
  }
  if (attachment.kind !== 'link') return SPEECH.own('invalid_request', attachment.kind);
  const { title, url, description = '', picture } = attachment;
  if (!picture) return done({ kind: 'link', title, url, description, picture: '' });
  const address = await shelf.addressOf(picture);
  return address.ok ? done({ kind: 'link', title, url, description, picture: address.data }) : address;
}

/** The first piece was refused, so nothing went out. */
function refusedBy({ clock }: OfficialAccountClient, failure: Failure): AnswerOutcome {
  const told = { outcome: 'refused' as const, code: String(failure.code), message: failure.message };
  if (failure.code === WINDOW_CLOSED) return { ...told, because: 'window', again: false };
  if (failure.code === WINDOW_USED) return { ...told, because: 'used', again: false };
  if (failure.kind === 'gone') return { ...told, because: 'gone', again: false };
  if (failure.code === QUOTA_USED)
    return { ...told, because: 'account', again: true, at: new Date(midnight(clock.now()).getTime() + DAY) };
  if (failure.kind === 'config' || failure.kind === 'refresh_token')
    return { ...told, because: 'account', again: false };
  const again = failure.kind === 'retry' || failure.kind === 'slow_down';
  return { ...told, because: 'call', again };
}

const midnight = (now: Date) => fromShanghai(shanghaiDate(now));
