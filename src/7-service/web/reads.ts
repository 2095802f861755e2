import type { customerView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type {
  kfAccountList,
  kfAccountView,
  kfMessageView,
  kfSessionList,
  kfSessionRow,
  kfSessionView,
} from '../contract.ts';

export type Account = Wire<typeof kfAccountView>;
export type Scene = Account['scenes'][number];
export type SessionRow = Wire<typeof kfSessionRow>;
export type Session = Wire<typeof kfSessionView>;
export type Sessions = Wire<typeof kfSessionList>;
export type Message = Wire<typeof kfMessageView>;
export type Customer = Wire<typeof customerView>;
export type Named = { id: string; name: string };

/** Customers write at any moment: what is on the screen is asked for again this often. */
const OFTEN = 5_000;
/** What is being sent is out within seconds. */
const SOON = 1_000;

export function useAccounts() {
  return useRead<Wire<typeof kfAccountList>>('/kf/accounts');
}

export function useSessions(query: Record<string, string | undefined>) {
  return useRead<Sessions>('/kf/sessions', query, { every: () => OFTEN });
}

export function useKfSession(id: string | undefined) {
  const isSending = (of: Session | undefined) =>
    of?.messages.some(message => message.state === 'sending') ?? false;
  return useRead<Session>(id && `/kf/sessions/${id}`, {}, { every: of => (isSending(of) ? SOON : OFTEN) });
}

/** The customer beside the conversation; out of scope it is refused, which the card says. */
export function useCustomer(id: string) {
  const { can } = useSession();
  return useRead<Customer>(can('customers:read') ? `/customers/${id}` : undefined);
}

export function useMembers(): readonly Named[] {
  const { can } = useSession();
  const { data } = useRead<{ data: (Named & { status: string })[] }>(
    can('members:read') ? '/members' : undefined,
  );
  return data?.data.filter(({ status }) => status === 'active') ?? [];
}

export function useTouchpoints(): readonly Named[] {
  const { can } = useSession();
  return useRead<{ data: Named[] }>(can('acquisition:read') ? '/touchpoints' : undefined).data?.data ?? [];
}
