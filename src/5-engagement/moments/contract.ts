import { z } from 'zod';
import { id, instant, name, refusal, text } from '#platform/contract.ts';

/** What a moment gives or asks for. The first three give, 产品 asks. */
export const momentKind = z.enum(['life', 'knowledge', 'benefit', 'product']);
export const momentStatus = z.enum(['draft', 'scheduled', 'asking', 'open', 'cancelled', 'failed']);

/** Pictures, or one link with its cover, or one video: WeCom takes one kind at a time. */
export const momentAttachment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), file: id('file') }),
  z.object({ kind: z.literal('video'), file: id('file') }),
  z.object({
    kind: z.literal('link'),
    title: name(64),
    url: z.url({ protocol: /^https?$/ }).max(2_048),
    cover: id('file'),
  }),
]);
export type MomentAttachment = z.output<typeof momentAttachment>;

/** Who publishes it and whose customers see it; nobody and nothing named: every member, for all their customers. */
const audience = {
  memberIds: z.array(id('mem')).max(1_000).default([]),
  teamIds: z.array(id('team')).max(200).default([]),
  tagIds: z.array(id('tag')).max(100).default([]),
};

const nothing = {
  zh: '请写几句话，或加上图片、链接或视频。',
  en: 'Write some words, or add pictures, a link or a video.',
};
export const momentBody = z
  .object({
    accountId: id('acc'),
    kind: momentKind,
    text: text(2_000).trim().default(''),
    attachments: z.array(momentAttachment).max(9).default([]),
    ...audience,
  })
  .refine(of => of.text !== '' || of.attachments.length > 0, {
    ...refusal('moment_nothing', nothing),
    path: ['text'],
  });

/** A moment to try out: when it would be handed to the members, and which draft it is. */
export const momentTrial = z.object({
  accountId: id('acc'),
  kind: momentKind,
  ...audience,
  at: instant.nullable().default(null),
  draftId: id('mom').nullable().default(null),
});

const member = z.object({ id: id('mem'), name: z.string() });

export const momentPreview = z.object({
  /** Customers for whom it would be published, each once. */
  people: z.number().int(),
  members: z.array(z.object({ member, people: z.number().int() })),
  /** Who has as many moments that day as WeCom shows one customer: these would not see it. */
  full: z.number().int(),
  perDay: z.number().int(),
  /** Who wants no marketing: WeCom can leave nobody out of a moment by name. */
  refusing: z.number().int(),
  /** Tags that this WeCom does not know, so that nobody bears them there. */
  unknownTags: z.array(z.string()),
  /** How many 产品 in a row it would be the last of, and how many there should be at most. */
  productsInRow: z.number().int(),
  productsMax: z.number().int(),
});

export const momentRow = z.object({
  id: id('mom'),
  accountId: id('acc'),
  accountName: z.string(),
  kind: momentKind.nullable(),
  status: momentStatus,
  /** Who posted it by themselves; null: the company's. */
  member: member.nullable(),
  text: z.string(),
  /** What hangs on it: pictures, `video` or `link`, and how many. */
  attached: z.object({ kind: z.enum(['image', 'video', 'link']), count: z.number().int() }).nullable(),
  /** When it is handed to the members, or was. */
  at: instant.nullable(),
  createdAt: instant,
  failure: z.string().nullable(),
  members: z.number().int(),
  published: z.number().int(),
  planned: z.number().int(),
  shown: z.number().int(),
  likes: z.number().int(),
  comments: z.number().int(),
  /** It would be one 产品 too many in a row. */
  tooManyProducts: z.boolean(),
});
export const momentList = z.object({ data: z.array(momentRow), total: z.number().int() });

/** Of a span of days: what stands in the calendar, and how much of each kind was there. */
export const momentCalendar = z.object({
  data: z.array(momentRow),
  mix: z.object({
    life: z.number().int(),
    knowledge: z.number().int(),
    benefit: z.number().int(),
    product: z.number().int(),
  }),
});

export const momentView = momentRow.extend({
  attachments: z.array(momentAttachment),
  senders: z.array(member),
  teams: z.array(z.object({ id: id('team'), name: z.string() })),
  tags: z.array(z.object({ id: id('tag'), name: z.string() })),
  createdBy: z.string(),
  syncedAt: instant.nullable(),
  /** What WeCom would not take of members and tags, by its own names. */
  leftOut: z.array(z.string()),
  /** How many different customers liked it or wrote under it. */
  reacted: z.number().int(),
});

/** A member's part of a moment. */
export const momentMember = z.object({
  member,
  publishedAt: instant.nullable(),
  planned: z.number().int(),
  shown: z.number().int(),
  likes: z.number().int(),
  comments: z.number().int(),
});

export const momentPeopleOf = z.enum(['planned', 'shown', 'unseen', 'liked', 'commented']);
export const momentPerson = z.object({
  customerId: id('cus'),
  name: z.string(),
  tier: z.string(),
  member,
  shownAt: instant.nullable(),
  likedAt: instant.nullable(),
  comments: z.number().int(),
});
