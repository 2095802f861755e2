import { sql } from 'kysely';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { numbersIn, rowsOf, textIn } from '#platform/webhooks/lookups.ts';
import { type PublishedEvent, publish, publishAsIs } from '#platform/webhooks/published.ts';

/** A message may have 20 kB: so many names, and so many letters of each. */
const MOST = { fields: 50, letters: 80 };
const fields = z
  .array(z.string().max(MOST.letters))
  .max(MOST.fields)
  .describe('Names of what changed, 50 at most; empty: not known');

/** Customers, who they are, and what they carry. */
export const customerEvents: PublishedEvent[] = [
  publishAsIs({
    type: 'customer.created',
    title: { zh: '新增客户', en: 'Customer created' },
    data: z.object({ source: z.string().nullable() }),
    of: event => ({ source: textIn(event, 'source') }),
  }),
  publishAsIs({
    type: 'customer.changed',
    title: { zh: '客户资料变更', en: 'Customer changed' },
    data: z.object({ fields }),
    of: ({ data }) => {
      const custom = Array.isArray(data.custom) ? data.custom.map(name => `field.${name}`) : [];
      const own = Array.isArray(data.fields) ? data.fields : [];
      const named = [...own, ...custom].filter(one => typeof one === 'string');
      return { fields: named.slice(0, MOST.fields).map(one => one.slice(0, MOST.letters)) };
    },
  }),
  publishAsIs({
    type: 'customer.erased',
    title: { zh: '客户资料已删除', en: 'Customer erased' },
    data: z.object({}),
    isErasure: true,
    of: () => ({}),
  }),
  publishAsIs({
    type: 'customers.merged',
    title: { zh: '客户合并', en: 'Customers merged' },
    data: z.object({ persons: z.array(id('cus')).max(100).describe('Who they were before and are now') }),
    of: event => ({ persons: numbersIn(event, 'persons').slice(0, 100) }),
  }),
  publishAsIs({
    type: 'customers.unmerged',
    title: { zh: '客户拆分', en: 'Customers taken apart' },
    data: z.object({ persons: z.array(id('cus')).max(100).describe('Who they were before and are now') }),
    of: event => ({ persons: numbersIn(event, 'persons').slice(0, 100) }),
  }),
  ...(['tag.added', 'tag.removed', 'tag.expired'] as const).map(tagEvent),
  ...(['consent.given', 'consent.withdrawn', 'suppression.added', 'suppression.lifted'] as const).map(
    wishEvent,
  ),
];

function tagEvent(type: 'tag.added' | 'tag.removed' | 'tag.expired'): PublishedEvent {
  const titles = {
    'tag.added': { zh: '打上标签', en: 'Tag added' },
    'tag.removed': { zh: '移除标签', en: 'Tag removed' },
    'tag.expired': { zh: '标签到期', en: 'Tag expired' },
  };
  const tag = z.object({ id: id('tag'), name: z.string(), group: z.string() });
  return publish({
    type,
    title: titles[type],
    data: z.object({ tag, source: z.string().nullable() }),
    tell: async (tx, events) => {
      const tagOf = await rowsOf(
        tx,
        events,
        'tagId',
        ids =>
          sql<z.output<typeof tag>>`
            select t.id, t.name, g.name as group from tags t join tag_groups g on g.id = t.group_id where t.id = ${ids}`,
      );
      return events.map(event => {
        const found = tagOf(event);
        return found && { tag: found, source: textIn(event, 'source') };
      });
    },
  });
}

function wishEvent(
  type: 'consent.given' | 'consent.withdrawn' | 'suppression.added' | 'suppression.lifted',
): PublishedEvent {
  const titles = {
    'consent.given': { zh: '同意接收', en: 'Consent given' },
    'consent.withdrawn': { zh: '撤回同意', en: 'Consent withdrawn' },
    'suppression.added': { zh: '加入免打扰', en: 'Suppressed' },
    'suppression.lifted': { zh: '移出免打扰', en: 'No longer suppressed' },
  };
  return publishAsIs({
    type,
    title: titles[type],
    data: z.object({ channel: z.string().nullable(), purpose: z.string().nullable() }),
    of: event => ({ channel: textIn(event, 'channel'), purpose: textIn(event, 'purpose') }),
  });
}

const member = z.object({ id: id('mem') }).nullable();
const memberOf = (actor: string) => {
  const found = /^member:(\d+)$/.exec(actor)?.[1];
  return found ? { id: Number(found) } : null;
};

/** Relations with members on WeCom, and customer groups. */
export const relationEvents: PublishedEvent[] = [
  publishAsIs({
    type: 'follow.started',
    title: { zh: '添加企业微信', en: 'Added on WeCom' },
    data: z.object({ member }),
    of: ({ actor }) => ({ member: memberOf(actor) }),
  }),
  publishAsIs({
    type: 'follow.ended',
    title: { zh: '删除企业微信', en: 'Removed on WeCom' },
    data: z.object({ member, by: z.string().nullable().describe('customer or member') }),
    of: event => ({ member: memberOf(event.actor), by: textIn(event, 'by') }),
  }),
  publishAsIs({
    type: 'official_account.followed',
    title: { zh: '关注公众号', en: 'Followed an official account' },
    data: z.object({ scene: z.string().nullable().describe('Of the code they came by') }),
    of: event => ({ scene: textIn(event, 'scene') }),
  }),
  publishAsIs({
    type: 'official_account.unfollowed',
    title: { zh: '取消关注公众号', en: 'Unfollowed an official account' },
    data: z.object({}),
    of: () => ({}),
  }),
  ...(['group.joined', 'group.left'] as const).map(groupEvent),
];

function groupEvent(type: 'group.joined' | 'group.left'): PublishedEvent {
  const titles = {
    'group.joined': { zh: '进入客户群', en: 'Joined a customer group' },
    'group.left': { zh: '退出客户群', en: 'Left a customer group' },
  };
  const group = z.object({ id: id('grp'), name: z.string() });
  return publish({
    type,
    title: titles[type],
    data: z.object({ group }),
    tell: async (tx, events) => {
      const groupOf = await rowsOf(
        tx,
        events,
        'groupId',
        ids => sql<z.output<typeof group>>`select id, name from customer_groups where id = ${ids}`,
      );
      return events.map(event => {
        const found = groupOf(event);
        return found && { group: found };
      });
    },
  });
}
