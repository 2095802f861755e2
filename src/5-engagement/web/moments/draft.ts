import type { Kind, Moment } from './reads.ts';

export type AttachKind = 'none' | 'image' | 'link' | 'video';

/** A moment as one writes it. What another kind of attachment held is kept while one looks at this one. */
export type Draft = {
  accountId: string | undefined;
  kind: Kind;
  text: string;
  attach: AttachKind;
  images: readonly string[];
  link: { title: string; url: string; cover: string | undefined };
  video: string | undefined;
  memberIds: readonly string[];
  teamIds: readonly string[];
  tagIds: readonly string[];
  /** Absent: now. */
  at: string | undefined;
};

export const TEXT_MOST = 2_000;
const TITLE_BYTES = 64;

export function blankDraft(accountId: string | undefined, at: string | undefined): Draft {
  return {
    ...{ accountId, kind: 'life', text: '', attach: 'none', images: [], video: undefined, at },
    ...{ link: { title: '', url: '', cover: undefined }, memberIds: [], teamIds: [], tagIds: [] },
  };
}

export function draftOf(moment: Moment, now: Date): Draft {
  const { attachments, at } = moment;
  const link = attachments.find(one => one.kind === 'link');
  const video = attachments.find(one => one.kind === 'video');
  return {
    ...blankDraft(moment.accountId, at && new Date(at) > now ? at : undefined),
    ...{ kind: moment.kind ?? 'life', text: moment.text, attach: attachments[0]?.kind ?? 'none' },
    images: attachments.flatMap(one => (one.kind === 'image' ? [one.file] : [])),
    ...(link && { link: { title: link.title, url: link.url, cover: link.cover } }),
    video: video?.file,
    memberIds: moment.senders.map(one => one.id),
    teamIds: moment.teams.map(one => one.id),
    tagIds: moment.tags.map(one => one.id),
  };
}

/** What is still wanting before it can be handed out; a draft may be kept without a time. */
export function missingIn(draft: Draft, now: Date) {
  const { text, attach, images, link, video } = draft;
  if (!draft.accountId) return 'account';
  if ([...text].length > TEXT_MOST) return 'text';
  if (attach === 'none' && text.trim() === '') return 'content';
  if (attach === 'image' && images.length === 0) return 'images';
  if (attach === 'video' && !video) return 'video';
  if (attach === 'link') {
    if (!link.title.trim() || !/^https?:\/\/\S+\.\S+$/.test(link.url) || !link.cover) return 'link';
    if (new TextEncoder().encode(link.title.trim()).length > TITLE_BYTES) return 'linkTitle';
  }
  return draft.at !== undefined && new Date(draft.at) <= now ? 'past' : undefined;
}

export function bodyOf(draft: Draft) {
  const { accountId, kind, text, memberIds, teamIds, tagIds } = draft;
  return {
    accountId,
    kind,
    text: text.trim(),
    attachments: attachmentsOf(draft),
    memberIds,
    teamIds,
    tagIds,
  };
}

export function trialOf(
  { accountId, kind, memberIds, teamIds, tagIds, at }: Draft,
  draftId: string | undefined,
) {
  return { accountId, kind, memberIds, teamIds, tagIds, at: at ?? null, draftId: draftId ?? null };
}

function attachmentsOf({ attach, images, link, video }: Draft) {
  if (attach === 'image') return images.map(file => ({ kind: 'image', file }));
  if (attach === 'video' && video) return [{ kind: 'video', file: video }];
  if (attach === 'link') return [{ kind: 'link', ...link, title: link.title.trim() }];
  return [];
}
