import type { Query } from '#web/api/client.ts';
import { type SearchFields, type SearchValue, search, text } from '#web/url/search.ts';

export const auditSearch = search({ actor: text, action: text, customer: text });
export type AuditFields = SearchFields<typeof auditSearch>;

/** What the API is asked for. A customer's number is taken as people write it: `42`, `cus_42`. */
export function auditQuery({ actor, action, customer }: SearchValue<typeof auditSearch>): Query {
  const [, number] = /^(?:cus_)?([1-9]\d{0,14})$/i.exec(customer?.trim() ?? '') ?? [];
  return {
    ...(actor && { actor: actor.slice(0, 50) }),
    ...(action && { action: action.slice(0, 80) }),
    ...(number && { customerId: `cus_${number}` }),
  };
}
