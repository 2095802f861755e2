import { useQueryClient } from '@tanstack/react-query';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { customerPatch, customerView } from '../../contract.ts';
import { useRefresh } from '../use-refresh.ts';

export type Customer = Wire<typeof customerView>;
export type CustomerChange = Wire<typeof customerPatch>;

export function useCustomer(id: string | undefined) {
  return useRead<Customer>(id && `/customers/${id}`);
}

/** Changes what the brand wrote about a customer; the page shows it at once, lists follow. */
export function useChange(id: string): (change: CustomerChange) => Promise<unknown> {
  const client = useQueryClient();
  const again = useRefresh();
  return async change => {
    const changed = await api.patch<Customer>(`/customers/${id}`, change);
    client.setQueryData([`/customers/${id}`, {}], changed);
    await again(`/customers/${id}/timeline`, '/customers');
  };
}
