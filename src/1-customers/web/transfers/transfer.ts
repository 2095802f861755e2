import type { Wire } from '#web/api/client.ts';
import { listOf, useRead } from '#web/api/queries.ts';
import type {
  giverCustomer,
  transferBody,
  transferGiver,
  transferPreview,
  transferRow,
  transferView,
} from '../../contract.ts';

export type Giver = Wire<typeof transferGiver>;
export type GiverCustomer = Wire<typeof giverCustomer>;
export type Transfer = Wire<typeof transferRow>;
export type TransferView = Wire<typeof transferView>;
export type Preview = Wire<typeof transferPreview>;
export type Body = Wire<typeof transferBody>;

/** Which giver an address or a choice names. */
export const giverKey = ({ account, member, kind }: Giver) => `${account.id}.${member.id}.${kind}`;

export function useGivers() {
  const { data, error, refetch } = useRead<{ data: Giver[] }>('/transfer-givers');
  return { givers: data?.data, error, retry: () => void refetch() };
}

/** A list that came whole, as the table shows it. */
export function wholeOf<Row>(of: { rows: Row[] | undefined; error: Error | null; retry: () => void }) {
  return { ...listOf(of.rows ?? []), ...of };
}

const TROUBLE = ['refused', 'full', 'failed'] as const;

export function progressOf(counts: Transfer['customers']) {
  const all = Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0);
  return {
    all,
    done: counts.done ?? 0,
    trouble: TROUBLE.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
  };
}

/** Whole days since an instant. */
export function daysSince(at: string, now = new Date()): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 86_400_000));
}
