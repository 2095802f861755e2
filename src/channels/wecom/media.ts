import { createHash } from 'node:crypto';
import { DAY } from '#platform/clock.ts';
import type { Attachment, Message } from '../contract.ts';
import { type Uploader, uploadForAlbum, uploadForMoment, uploadMedia, uploadPicture } from './api/media.ts';
import { type MediaFile, type MediaType, mostBytesOf } from './api/media-files.ts';
import type { WecomAttachment, WecomMessage } from './api/messages.ts';
import { ownFailure } from './errors.ts';
import { readMediaFile } from './media-reading.ts';
import { done, type Outcome } from './outcome.ts';

/** What a file has become at WeCom: an address, kept for ever, or a media_id until it expires. */
export type KeptMedia = { reference: string; expiresAt?: Date | undefined };

/** Where that is remembered. Keys hold corp, use and content hash; a later `put` replaces the earlier. */
export type MediaStore = {
  get(key: string): Promise<KeptMedia | undefined>;
  put(key: string, media: KeptMedia): Promise<void>;
};

export type MediaShelf = {
  /** The message with its files uploaded, those excepted that WeCom has already. `refused`: media_ids not to use. */
  prepare(message: Message, refused?: readonly string[]): Promise<Outcome<WecomMessage>>;
  /** Prepares and sends; where WeCom no longer has what it gave us (40007), uploads anew and sends once more. */
  send<T>(message: Message, send: (prepared: WecomMessage) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** A moment's picture, cover or video as a media_id. */
  forMoment(kind: 'image' | 'video', file: string, refused?: readonly string[]): Promise<Outcome<string>>;
  /** A picture of a product in the album as a media_id. */
  forAlbum(file: string, refused?: readonly string[]): Promise<Outcome<string>>;
  /** One file: the address that stays, or a media_id of the last days other than those that were refused. */
  addressOf(file: string): Promise<Outcome<string>>;
  mediaIdOf(file: string, refused?: readonly string[], as?: Shown): Promise<Outcome<string>>;
};

/** What a file is to people: a picture, a video, or a file under a name. */
export type Shown = { type: Extract<MediaType, 'image' | 'video'> } | { type: 'file'; name: string };
const IMAGE: Shown = { type: 'image' };

/** 素材已过期或无效: the refusal proves that the message was not sent. */
export const BAD_MEDIA = 40007;

/** A media_id is used while a day is left: uploading anew costs nothing, and a task may wait for its member. */
const LEFT = DAY;

/** One per channel: tasks that are made at the same time share an upload. */
export function mediaShelf(client: Uploader, store: MediaStore): MediaShelf {
  const shelf: Shelf = { client, store, running: new Map() };
  return {
    prepare: (message, refused = []) => prepareAll(shelf, message, refused),
    forMoment: (kind, file, refused = []) => momentFile(shelf, kind, file, refused),
    forAlbum: (file, refused = []) => albumFile(shelf, file, refused),
    addressOf: file => addressOf(shelf, file),
    mediaIdOf: (file, refused = [], as = IMAGE) => mediaIdOf(shelf, file, refused, as),
    async send(message, send) {
      const prepared = await prepareAll(shelf, message, []);
      if (!prepared.ok) return prepared;
      const sent = await send(prepared.data);
      const used = mediaIdsOf(prepared.data);
      if (sent.ok || sent.code !== BAD_MEDIA || used.length === 0) return sent;
      const renewed = await prepareAll(shelf, message, used);
      return renewed.ok ? await send(renewed.data) : renewed;
    },
  };
}

async function prepareAll(
  shelf: Shelf,
  { text, attachments }: Message,
  refused: readonly string[],
): Promise<Outcome<WecomMessage>> {
  const prepared: WecomAttachment[] = [];
  for (const attachment of attachments) {
    const ready = await prepare(shelf, attachment, refused);
    if (!ready.ok) return ready;
    prepared.push(ready.data);
  }
  return done({ text, attachments: prepared });
}

function mediaIdsOf({ attachments }: WecomMessage): string[] {
  return attachments.flatMap(attachment => {
    if (attachment.kind === 'miniprogram') return [attachment.coverMediaId];
    return 'mediaId' in attachment ? [attachment.mediaId] : [];
  });
}

/** What is kept of a file, each use for itself: WeCom takes none for another. */
type Use = 'picture' | MediaType | 'moment' | 'moment-video' | 'album';
type Shelf = { client: Uploader; store: MediaStore; running: Map<string, Promise<Outcome<string>>> };

async function prepare(
  shelf: Shelf,
  attachment: Attachment,
  refused: readonly string[],
): Promise<Outcome<WecomAttachment>> {
  if (attachment.kind === 'image') {
    const url = await addressOf(shelf, attachment.file);
    return url.ok ? done({ kind: 'image', url: url.data }) : url;
  }
  if (attachment.kind === 'miniprogram') {
    const { cover, ...rest } = attachment;
    const mediaId = await mediaIdOf(shelf, cover, refused, IMAGE);
    return mediaId.ok ? done({ ...rest, coverMediaId: mediaId.data }) : mediaId;
  }
  if (attachment.kind === 'video' || attachment.kind === 'file') {
    const { kind } = attachment;
    const as: Shown = kind === 'file' ? { type: kind, name: attachment.name } : { type: kind };
    const mediaId = await mediaIdOf(shelf, attachment.file, refused, as);
    return mediaId.ok ? done({ kind, mediaId: mediaId.data }) : mediaId;
  }
  if (!attachment.picture) return done(attachment);
  const picture = await addressOf(shelf, attachment.picture);
  return picture.ok ? done({ ...attachment, picture: picture.data }) : picture;
}

/** An address as it is; a file's once it is uploaded. */
async function addressOf(shelf: Shelf, file: string): Promise<Outcome<string>> {
  if (isAddress(file)) return done(file);
  const read = await readMediaFile(file, mostBytesOf('picture'));
  if (!read.ok) return read;
  return await referenceTo(shelf, keyOf(shelf, 'picture', read.data), [], async () => {
    const uploaded = await uploadPicture(shelf.client, read.data);
    return uploaded.ok ? done({ reference: uploaded.data }) : uploaded;
  });
}

async function mediaIdOf(
  shelf: Shelf,
  file: string,
  refused: readonly string[],
  as: Shown,
): Promise<Outcome<string>> {
  if (isAddress(file)) return ownFailure('invalid_request', 'a file of this machine, not an address');
  const { type } = as;
  const read = await readMediaFile(file, mostBytesOf(type));
  if (!read.ok) return read;
  const shown = as.type === 'file' ? { ...read.data, name: as.name } : read.data;
  // The same bytes under another name are another file to who gets it.
  const key = keyOf(shelf, type, shown) + (as.type === 'file' ? `/${digestOf(Buffer.from(as.name))}` : '');
  return await referenceTo(shelf, key, refused, async () => {
    const uploaded = await uploadMedia(shelf.client, type, shown);
    if (!uploaded.ok) return uploaded;
    return done({ reference: uploaded.data.mediaId, expiresAt: uploaded.data.expiresAt });
  });
}

/** Its pixels and how long a video lasts are WeCom's to judge. */
async function momentFile(
  shelf: Shelf,
  kind: 'image' | 'video',
  file: string,
  refused: readonly string[],
): Promise<Outcome<string>> {
  const read = await readMediaFile(file, mostBytesOf(kind));
  if (!read.ok) return read;
  const key = keyOf(shelf, kind === 'image' ? 'moment' : 'moment-video', read.data);
  return await referenceTo(shelf, key, refused, async () => {
    const uploaded = await uploadForMoment(shelf.client, kind, read.data);
    if (!uploaded.ok) return uploaded;
    return done({ reference: uploaded.data.mediaId, expiresAt: uploaded.data.expiresAt });
  });
}

async function albumFile(shelf: Shelf, file: string, refused: readonly string[]): Promise<Outcome<string>> {
  const read = await readMediaFile(file, mostBytesOf('image'));
  if (!read.ok) return read;
  return await referenceTo(shelf, keyOf(shelf, 'album', read.data), refused, async () => {
    const uploaded = await uploadForAlbum(shelf.client, read.data);
    if (!uploaded.ok) return uploaded;
    return done({ reference: uploaded.data.mediaId, expiresAt: uploaded.data.expiresAt });
  });
}

function isAddress(file: string): boolean {
  return /^https?:\/\//i.test(file);
}

function keyOf({ client }: Shelf, use: Use, { bytes }: MediaFile): string {
  return `${client.corpId}/${use}/${digestOf(bytes)}`;
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The one of the store, or a new one; whoever asks meanwhile gets the same. */
function referenceTo(
  shelf: Shelf,
  key: string,
  refused: readonly string[],
  upload: () => Promise<Outcome<KeptMedia>>,
): Promise<Outcome<string>> {
  // Who was refused one must not be given it by somebody who was not.
  const errand = [key, ...refused].join(' ');
  const running =
    shelf.running.get(errand) ??
    find(shelf, key, refused, upload).finally(() => shelf.running.delete(errand));
  shelf.running.set(errand, running);
  return running;
}

async function find(
  { client, store }: Shelf,
  key: string,
  refused: readonly string[],
  upload: () => Promise<Outcome<KeptMedia>>,
): Promise<Outcome<string>> {
  const kept = await store.get(key);
  const lasts = !kept?.expiresAt || kept.expiresAt.getTime() - client.clock.now().getTime() >= LEFT;
  if (kept && lasts && !refused.includes(kept.reference)) return done(kept.reference);
  const uploaded = await upload();
  if (!uploaded.ok) return uploaded;
  await store.put(key, uploaded.data);
  return done(uploaded.data.reference);
}

/** For tests and for a single process without a database: what it knows is uploaded again after a restart. */
export function memoryMediaStore(): MediaStore {
  const kept = new Map<string, KeptMedia>();
  return { get: async key => kept.get(key), put: async (key, media) => void kept.set(key, media) };
}
