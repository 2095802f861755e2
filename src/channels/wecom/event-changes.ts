import { z } from 'zod';

/**
 * What each callback event says beyond its envelope (official pages 92130 and 92277, official XML samples). Names are read in lower case, because the
 * documents disagree on theirs (UserID, UserId).
 */
export type Change =
  | z.infer<typeof contactChange>
  | z.infer<typeof chatChange>
  | z.infer<typeof tagChange>
  | z.infer<typeof directoryChange>
  | z.infer<typeof acquisition>
  | z.infer<typeof serviceMessage>
  | z.infer<typeof serviceAccounts>;

const id = z.string().min(1);
const optional = z
  .string()
  .optional()
  .transform(text => text || undefined);
const number = optional.transform(text => (text && /^-?\d+$/.test(text) ? Number(text) : undefined));

/** One `Item` or many, a nested list or none. */
const items = z
  .object({ item: z.union([z.string(), z.array(z.string())]) })
  .transform(of => [of.item].flat().filter(Boolean))
  .catch([]);

const pair = { userid: id, externaluserid: id };
type Pair = { userid: string; externaluserid: string };
const people = (of: Pair) => ({ userId: of.userid, externalUserId: of.externaluserid });

const EXTERNAL = { event: 'change_external_contact' } as const;
const contactChange = z.union([
  z
    .object({
      changetype: z.enum(['add_external_contact', 'add_half_external_contact', 'msg_audit_approved']),
      ...pair,
      state: optional,
      welcomecode: optional,
    })
    .transform(of => ({
      ...EXTERNAL,
      change: of.changetype,
      ...people(of),
      state: of.state,
      welcomeCode: of.welcomecode,
    })),
  z
    .object({ changetype: z.literal('edit_external_contact'), ...pair, state: optional })
    .transform(of => ({ ...EXTERNAL, change: of.changetype, ...people(of), state: of.state })),
  z
    .object({ changetype: z.literal('del_external_contact'), ...pair, source: optional })
    // With that source the member did not delete anybody: the customer was transferred.
    .transform(of => ({
      ...EXTERNAL,
      change: of.changetype,
      ...people(of),
      byTransfer: of.source === 'DELETE_BY_TRANSFER',
    })),
  z
    .object({ changetype: z.literal('del_follow_user'), ...pair })
    .transform(of => ({ ...EXTERNAL, change: of.changetype, ...people(of) })),
  z
    .object({ changetype: z.literal('transfer_fail'), ...pair, failreason: optional })
    .transform(of => ({ ...EXTERNAL, change: of.changetype, ...people(of), failReason: of.failreason })),
]);

const CHAT = { event: 'change_external_chat' } as const;
const chatChange = z.union([
  z
    .object({ changetype: z.enum(['create', 'dismiss']), chatid: id })
    .transform(of => ({ ...CHAT, change: of.changetype, chatId: of.chatid })),
  z
    .object({
      changetype: z.literal('update'),
      chatid: id,
      updatedetail: optional,
      joinscene: number,
      quitscene: number,
      memchangecnt: number,
      memchangelist: items,
      lastmemver: optional,
      curmemver: optional,
    })
    .transform(of => ({
      ...CHAT,
      change: of.changetype,
      chatId: of.chatid,
      /** add_member, del_member, change_owner, change_name or change_notice. */
      detail: of.updatedetail,
      /** 0 invited, 3 by QR code; the API's member list counts otherwise. */
      joinScene: of.joinscene,
      /** 0 by oneself, 1 removed by the owner or an administrator. */
      quitScene: of.quitscene,
      changedCount: of.memchangecnt,
      changedMembers: of.memchangelist,
      lastMemberVersion: of.lastmemver,
      memberVersion: of.curmemver,
    })),
]);

const TAG = { event: 'change_external_tag' } as const;
const tagChange = z.union([
  z
    .object({
      changetype: z.enum(['create', 'update', 'delete']),
      id,
      tagtype: z.enum(['tag', 'tag_group']),
      strategyid: optional,
    })
    .transform(of => ({
      ...TAG,
      change: of.changetype,
      id: of.id,
      tagType: of.tagtype,
      strategyId: of.strategyid,
    })),
  z
    .object({ changetype: z.literal('shuffle'), id: optional, strategyid: optional })
    /** Without an id the groups themselves were put in another order. */
    .transform(of => ({ ...TAG, change: of.changetype, id: of.id, strategyId: of.strategyid })),
]);

const DIRECTORY = { event: 'change_contact' } as const;
const directoryChange = z.union([
  z
    .object({
      changetype: z.enum(['create_user', 'update_user', 'delete_user']),
      userid: id,
      newuserid: optional,
      department: optional,
    })
    .transform(of => ({
      ...DIRECTORY,
      change: of.changetype,
      userId: of.userid,
      newUserId: of.newuserid,
      departments: of.department?.split(',').map(Number).filter(Number.isSafeInteger),
    })),
  z
    .object({ changetype: z.enum(['create_party', 'update_party', 'delete_party']), id: optional })
    .transform(of => ({ ...DIRECTORY, change: of.changetype, departmentId: of.id })),
  z
    .object({ changetype: z.literal('update_tag'), tagid: optional })
    .transform(of => ({ ...DIRECTORY, change: of.changetype, tagId: of.tagid })),
]);

const acquisition = z
  .object({
    changetype: z.enum([
      'open_profile',
      'friend_request',
      'customer_start_chat',
      'balance_low',
      'balance_exhausted',
      'quota_expire_soon',
      'delete_link',
      'balance_increased',
    ]),
    linkid: optional,
    userid: optional,
    externaluserid: optional,
    state: optional,
    chatkey: optional,
    expiretime: number,
    expirequotanum: number,
  })
  .transform(of => ({
    event: 'customer_acquisition' as const,
    change: of.changetype,
    linkId: of.linkid,
    userId: of.userid,
    externalUserId: of.externaluserid,
    state: of.state,
    chatKey: of.chatkey,
    expiresAt: of.expiretime === undefined ? undefined : new Date(of.expiretime * 1000),
    expiringQuota: of.expirequotanum,
  }));

const serviceMessage = z
  .object({ token: id, openkfid: id })
  /** The token opens kf/sync_msg for ten minutes; one event may stand for many messages. */
  .transform(of => ({ event: 'kf_msg_or_event' as const, token: of.token, openKfId: of.openkfid }));

/** One id or many of the same name. */
const ids = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform(given => (given === undefined ? [] : [given].flat().filter(Boolean)));

const serviceAccounts = z.object({ authaddopenkfid: ids, authdelopenkfid: ids }).transform(of => ({
  event: 'kf_account_auth_change' as const,
  granted: of.authaddopenkfid,
  withdrawn: of.authdelopenkfid,
}));

export const CHANGES: ReadonlyMap<string, z.ZodType<Change>> = new Map<string, z.ZodType<Change>>([
  ['change_external_contact', contactChange],
  ['change_external_chat', chatChange],
  ['change_external_tag', tagChange],
  ['change_contact', directoryChange],
  ['customer_acquisition', acquisition],
  ['kf_msg_or_event', serviceMessage],
  ['kf_account_auth_change', serviceAccounts],
]);
