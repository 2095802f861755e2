import { z } from 'zod';
import { customerSchema, followSchema } from '../world/world.ts';

/** Bodies and queries of /simulator/api. */
export const clockBody = z.union([
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceSeconds: z.number() }),
  /** Back to the base clock. */
  z.strictObject({ real: z.literal(true) }),
]);

export const expireBody = z.strictObject({
  corpid: z.string().optional(),
  as: z.union([z.literal(42001), z.literal(40014)]).default(42001),
});

export const addBody = followSchema.extend({
  /** Of a customer the simulator does not know yet. */
  customer: customerSchema.omit({ external_userid: true, follow_user: true }).optional(),
});

/** Scanning a code: of a customer the simulator does not know yet, who it is. */
export const scanBody = z.strictObject({
  external_userid: z.string().min(1).max(64),
  customer: addBody.shape.customer,
  half: z.boolean().default(false),
});

/** Opening an acquisition link with what its address says, and adding whom it shows or not. */
export const openLinkBody = scanBody.omit({ half: true }).extend({
  customer_channel: z.string().default(''),
  adds: z.boolean().default(true),
});
export const quotaBody = z.strictObject({
  count: z.number().int().min(1),
  expires: z.number().int().optional(),
});

/** A form of a page writes numbers as text. */
const fen = z.coerce.number().int().min(0);
export const albumBody = z.strictObject({
  description: z.string().min(1).max(300),
  price: fen,
  product_sn: z.string().max(128).default(''),
});
export const albumChange = z.strictObject({
  description: z.string().min(1).max(300).optional(),
  price: fen.optional(),
  product_sn: z.string().max(128).optional(),
});

/** 微信客服. */
export const kfBody = z.strictObject({
  open_kfid: z.string().min(1).max(64).optional(),
  name: z.string().min(1).max(16),
  avatar: z.string().default(''),
  granted: z.boolean().default(true),
});
export const grantBody = z.strictObject({ granted: z.boolean() });
export const crowdBody = z.strictObject({
  count: z.number().int().min(1).max(1_000),
  withinSeconds: z.number().int().min(0),
  scene: z.string().max(32).default(''),
  texts: z.array(z.string().min(1)).min(1).optional(),
});
/** `stop_type` 1: away for a while. */
export const dutyBody = z.strictObject({
  onDuty: z.boolean(),
  stop_type: z.union([z.literal(0), z.literal(1)]).default(0),
});
export const enterBody = z.strictObject({
  scene: z.string().max(32).default(''),
  scene_param: z.string().default(''),
  customer: addBody.shape.customer,
});
export const writeBody = z.strictObject({ text: z.string().min(1) });
export const rejectBody = z.strictObject({ rejects: z.boolean() });
const servicer = { userid: z.string().min(1) };
export const servicerBody = z.discriminatedUnion('does', [
  z.strictObject({ does: z.literal('write'), text: z.string().min(1), ...servicer }),
  z.strictObject({ does: z.literal('pick'), ...servicer }),
  z.strictObject({ does: z.literal('hand_on'), to: z.string().min(1), ...servicer }),
  z.strictObject({ does: z.literal('end'), ...servicer }),
]);

/** Who comes in or goes: `userid` names a member, `external_userid` a customer. */
const person = z.union([
  z.strictObject({ userid: z.string() }),
  z.strictObject({ external_userid: z.string() }),
]);
export const groupBody = z.strictObject({ userid: z.string(), name: z.string().min(1) });
export const joinBody = z.strictObject({ who: person, invitor: z.string().optional() });
export const leaveBody = z.strictObject({ who: person, removed: z.boolean().default(false) });
export const groupEdit = z.strictObject({
  name: z.string().min(1).optional(),
  owner: z.string().optional(),
  notice: z.string().optional(),
});
export type GroupWho = z.output<typeof person>;

export const pairBody = z.strictObject({ userid: z.string() });
export const replyBody = z.strictObject({ userid: z.string(), text: z.string().min(1) });
export const customerBody = z.strictObject({ external_userid: z.string() });

export const editBody = customerBody.extend({
  remark: z.string().optional(),
  description: z.string().optional(),
  remark_mobiles: z.array(z.string()).optional(),
  add_tag: z.array(z.string()).optional(),
  remove_tag: z.array(z.string()).optional(),
});

export const broadcastBody = z.strictObject({
  text: z.string().min(1),
  external_userid: z.array(z.string()).optional(),
});

export const confirmBody = z.strictObject({
  /** Where the message allows a choice: whom the member keeps. */
  only: z.array(z.string()).optional(),
});
export const confirmAllBody = z.strictObject({ userid: z.string().optional(), msgid: z.string().optional() });

/** A member's own moment. */
export const momentBody = z.strictObject({ text: z.string().min(1) });
export const publishBody = z.strictObject({ userid: z.string().optional() });
export const reactBody = z
  .strictObject({
    moment_id: z.string(),
    userid: z.string(),
    kind: z.enum(['like', 'comment']),
    text: z.string().max(500).default(''),
  })
  .refine(({ kind, text }) => kind === 'like' || text !== '');

export const tagBody = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('create'),
    group_name: z.string().min(1),
    name: z.string().min(1),
    order: z.number().int().default(0),
  }),
  z.strictObject({
    change: z.literal('update'),
    id: z.string(),
    name: z.string().min(1).optional(),
    order: z.number().int().optional(),
  }),
  z.strictObject({ change: z.literal('delete'), id: z.string() }),
  z.strictObject({ change: z.literal('shuffle'), group_id: z.string().default('') }),
]);

export const tasksQuery = z.object({
  corpid: z.string().optional(),
  userid: z.string().optional(),
  msgid: z.string().optional(),
  state: z.enum(['waiting', 'sent', 'cancelled', 'all']).default('all'),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});

export const momentsQuery = z.object({
  corpid: z.string().optional(),
  userid: z.string().optional(),
  moment_id: z.string().optional(),
  state: z.enum(['waiting', 'published', 'cancelled', 'all']).default('all'),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});
export const feedQuery = z.object({
  corpid: z.string().optional(),
  external_userid: z.string().optional(),
  moment_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});

export const customersQuery = z.object({
  search: z.string().default(''),
  userid: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

export const callbacksQuery = z.object({
  state: z.enum(['waiting', 'delivered', 'failed', 'dropped']).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
});
