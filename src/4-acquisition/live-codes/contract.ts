import { z } from 'zod';
import { id, instant, name, pageQuery, text } from '#platform/contract.ts';
import { entryFigures, entryPeriod, officialFigures } from '../touchpoints/contract.ts';
import { welcomePlan } from '../welcome/contract.ts';
import { plan } from './plan.contract.ts';

export { plan };

/** `{{name}}` and `{{code}}` in the remark are filled in; WeCom takes 20 characters. */
export const REMARK_LENGTH = 20;

export const liveCodeBody = z.object({
  name: name(30),
  touchpointId: id('tp'),
  accountId: id('acc'),
  plan,
  welcome: welcomePlan.nullable().default(null),
  tagIds: z.array(id('tag')).max(20).default([]),
  remark: text(60).trim().default(''),
});

/** A change replaces all of it; the account stays, because the people behind the code are its. */
export const liveCodeChange = liveCodeBody.omit({ accountId: true }).extend({
  paused: z.boolean().default(false),
  /** Of the version that was read: another's change in between is not overwritten. */
  version: z.number().int(),
});

const member = z.object({ id: id('mem'), name: z.string() });
const words = z.string();

/** What stands behind a code at the platform. */
export const wayView = z.object({
  kind: z.enum(['member', 'duty', 'group', 'official']),
  member: member.nullable(),
  /** The letter of the poster it stands on; null: on none of its own. */
  mark: z.string().nullable(),
  leadsTo: z.array(member),
  imageUrl: z.string().nullable(),
  /** `waiting`: the platform is still to be told; `failed`: it refused, in words. */
  state: z.enum(['ready', 'waiting', 'failed']),
  failure: words.nullable(),
  nextTry: instant.nullable(),
});

export const liveCodeRow = z.object({
  id: id('code'),
  name: z.string(),
  touchpoint: z.object({ id: id('tp'), name: z.string() }),
  account: z.object({ id: id('acc'), name: z.string() }),
  link: z.string(),
  paused: z.boolean(),
  archived: z.boolean(),
  ways: z.object({ ready: z.number().int(), all: z.number().int(), failed: z.number().int() }),
  figures: entryFigures,
  updatedAt: instant,
});

export const liveCodeView = liveCodeRow.extend({
  version: z.number().int(),
  plan,
  welcome: welcomePlan.nullable(),
  tags: z.array(z.object({ id: id('tag'), name: z.string() })),
  remark: z.string(),
  waysBehind: z.array(wayView),
  members: z.array(member),
  /** Of who came to an official account by it; null where nobody did. */
  official: officialFigures.nullable(),
});

export const liveCodeListQuery = z.object({
  q: text(100).optional(),
  touchpoint: id('tp').optional(),
  archived: z.enum(['yes']).optional(),
  days: entryPeriod,
});

const candidate = z.object({
  member,
  weight: z.number(),
  today: z.number().int(),
  load: z.number().int(),
  cap: z.number().int().nullable(),
  out: z.enum(['cap', 'inactive', 'not_ready']).nullable(),
  share: z.number(),
});
const kind = z.enum(['staff', 'group', 'official_account', 'picture', 'link', 'fallback']);

/** A decision with its reasons: of a dry run, or of a scan that happened. */
export const decisionView = z.object({
  route: z.number().int().nullable(),
  kind,
  member: member.nullable(),
  again: z.boolean(),
  steps: z.array(
    z.object({
      route: z.number().int().nullable(),
      kind: z.enum(['staff', 'group', 'official_account', 'picture', 'link', 'backup']),
      fit: z.enum(['applies', 'weekday', 'time', 'calendar', 'city']),
      ready: z.boolean(),
      candidates: z.array(candidate),
    }),
  ),
});

/** "Who would a scan at 21:00 from Hangzhou reach?" of a plan that may not be saved yet. */
export const dryRunBody = z.object({
  codeId: id('code').nullable().default(null),
  accountId: id('acc'),
  plan,
  at: instant,
  city: text(20).trim().default(''),
});

export const scanQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export const scanView = z.object({
  id: id('scan'),
  at: instant,
  city: z.string(),
  /** The letter of the poster whose address was opened. */
  mark: z.string().nullable(),
  decision: decisionView,
});
