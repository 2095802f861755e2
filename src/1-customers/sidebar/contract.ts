import { z } from 'zod';
import { language } from '#platform/auth/contract.ts';
import { id, name } from '#platform/contract.ts';

export const sidebarQuery = z.object({
  account: id('acc').optional(),
  /** The page's own address without what comes after `#`: that is what is signed. */
  url: z.url({ protocol: /^https?$/ }).max(1_000),
});

const signature = z.object({ timestamp: z.number().int(), nonceStr: z.string(), signature: z.string() });

export const sidebarView = z.object({
  member: z.object({ id: id('mem'), name: z.string(), language }),
  mayWrite: z.boolean(),
  account: z.object({ id: id('acc'), name: z.string() }).nullable(),
  /** What registers the page with WeCom's client; null where there is no app, or WeCom gives no ticket. */
  client: z
    .object({
      corpId: z.string(),
      agentId: z.number().int(),
      config: signature,
      agentConfig: signature,
      /** Whose pages stand for the client, where the corp lives in the simulator. */
      standIn: z.string().nullable(),
    })
    .nullable(),
  /** Why not, in words. */
  without: z.string().nullable(),
});

export const sidebarCustomerQuery = z.object({ account: id('acc'), externalUserId: name(64) });
export const sidebarCustomer = z.object({ id: id('cus') });
