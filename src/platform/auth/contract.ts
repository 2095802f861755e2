import { z } from 'zod';
import { id, instant, name, pageOf, refusal, text } from '../contract.ts';
import { isCommonPassword } from './common-passwords.ts';

export const language = z.enum(['zh', 'en']);
export const role = z.enum(['owner', 'manager', 'staff']);
export const dataScope = z.enum(['own', 'team', 'all']);

export const signInBody = z.object({ login: text(100), password: text(200) });

export const sessionView = z.object({
  member: z.object({ id: id('mem'), name: z.string(), role, language }),
  permissions: z.array(z.string()),
  demo: z.boolean(),
});

export const welcomeView = z.object({
  name: z.string().nullable(),
  demo: z.boolean(),
  loginHint: z.string().nullable(),
});

export const memberView = z.object({
  id: id('mem'),
  name: z.string(),
  login: z.string().nullable(),
  role,
  dataScope,
  teamId: id('team').nullable(),
  teamName: z.string().nullable(),
  status: z.enum(['active', 'disabled']),
  createdAt: instant,
  /** Whom a member that a directory made was said to be. */
  sameAs: id('mem').nullable(),
  sameName: z.string().nullable(),
});
export const memberList = z.object({ data: z.array(memberView) });

const TOO_COMMON = refusal('too_common', {
  zh: '这个密码太常见，容易被猜到，请换一个',
  en: 'This password is among the most common ones and easily guessed; please choose another',
});

/** NIST 800-63B and ASVS 6.2: at least 8 characters, no composition rules; common passwords are refused. */
export const password = text(200)
  .min(8)
  .refine(value => !isCommonPassword(value), TOO_COMMON);

export const passwordBody = z.object({ current: text(200), next: password });

const memberFields = z.object({
  name: name(50),
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9._@-]{2,49}$/)
    .nullable(),
  password: password.nullable(),
  role,
  dataScope,
  teamId: id('team').nullable(),
});
export const memberBody = memberFields.extend({
  login: memberFields.shape.login.default(null),
  password: memberFields.shape.password.default(null),
  teamId: memberFields.shape.teamId.default(null),
});
/** What is left out stays as it is: no defaults here, they would put it back to nothing. */
export const memberPatch = memberFields.extend({ status: z.enum(['active', 'disabled']) }).partial();

export const teamView = z.object({
  id: id('team'),
  name: z.string(),
  parentId: id('team').nullable(),
  memberCount: z.number().int(),
});
export const teamList = z.object({ data: z.array(teamView) });
export const teamBody = z.object({ name: name(50), parentId: id('team').nullable().default(null) });

export const teamPatch = z.object({ name: name(50), parentId: id('team').nullable() }).partial();

export const auditEntryView = z.object({
  id: id('aud'),
  at: instant,
  actor: z.string(),
  actorName: z.string().nullable(),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  customerId: id('cus').nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export const auditPage = pageOf(auditEntryView);
