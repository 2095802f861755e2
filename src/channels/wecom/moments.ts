import {
  createMoment,
  faultOfMoment,
  type MomentAttachment,
  type MomentContent,
  type MomentRange,
} from './api/moments.ts';
import type { WecomClient } from './client.ts';
import { BAD_MEDIA, type MediaShelf } from './media.ts';
import { done, type Outcome } from './outcome.ts';

/** A moment with its files on this machine. */
export type MomentDraft = {
  text: string;
  attachments: readonly (
    | { kind: 'image' | 'video'; file: string }
    | { kind: 'link'; title: string; url: string; cover: string }
  )[];
};

/**
 * Uploads what the moment needs and asks for it; uploads anew and asks once more where WeCom no longer has a file
 * (40007: that refusal proves that no moment was made). Uploads nothing for a moment that would be refused anyway.
 */
export async function postMoment(
  client: WecomClient,
  shelf: MediaShelf,
  draft: MomentDraft,
  range: MomentRange,
): Promise<Outcome<{ jobId: string }>> {
  const fault = faultOfMoment(draft);
  if (fault) return fault;
  const prepared = await prepare(shelf, draft, []);
  if (!prepared.ok) return prepared;
  const asked = await createMoment(client, prepared.data, range);
  const used = prepared.data.attachments.map(({ mediaId }) => mediaId);
  if (asked.ok || asked.code !== BAD_MEDIA || used.length === 0) return asked;
  const renewed = await prepare(shelf, draft, used);
  return renewed.ok ? await createMoment(client, renewed.data, range) : renewed;
}

async function prepare(
  shelf: MediaShelf,
  { text, attachments }: MomentDraft,
  refused: readonly string[],
): Promise<Outcome<MomentContent>> {
  const ready: MomentAttachment[] = [];
  for (const attachment of attachments) {
    const isLink = attachment.kind === 'link';
    const kind = isLink ? 'image' : attachment.kind;
    const media = await shelf.forMoment(kind, isLink ? attachment.cover : attachment.file, refused);
    if (!media.ok) return media;
    const mediaId = media.data;
    if (attachment.kind === 'link')
      ready.push({ kind: 'link', title: attachment.title, url: attachment.url, mediaId });
    else ready.push({ kind: attachment.kind, mediaId });
  }
  return done({ text, attachments: ready });
}
