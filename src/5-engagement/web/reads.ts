import { useQuery } from '@tanstack/react-query';
import type { smsTemplateView } from '#brand/contract';
import type { accountView, noticeTemplateView } from '#customers/contract';
import type { ruleFactList } from '#platform/settings/contract.ts';
import type { segmentList } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession, welcomeQuery } from '#web/session/session.ts';
import { type Hours, hoursIn } from './wizard/quiet-hours.ts';

export type Account = Wire<typeof accountView>;
export type Template = Wire<typeof smsTemplateView>;
export type NoticeTemplate = Wire<typeof noticeTemplateView>;
export type Segment = Wire<typeof segmentList>['data'][number];

/** The WeCom accounts that can send; undefined until they are known. */
export const useWecomAccounts = () => useAccounts('wecom');
/** The official accounts that can answer. */
export const useOfficialAccounts = () => useAccounts('official_account');

function useAccounts(of: Account['kind']): readonly Account[] | undefined {
  const { can } = useSession();
  const { data } = useRead<{ data: Account[] }>(can('channels:read') ? '/accounts' : undefined);
  return data?.data.filter(({ kind, status, callbackUrl }) =>
    of === 'official_account'
      ? kind === of && status === 'active' && callbackUrl !== null
      : kind === of && status === 'active',
  );
}

/** The name customers see behind the member’s: the company’s, or while it has none that of its connection. */
export function useCompany(accountName: string | null | undefined): string | undefined {
  return useQuery(welcomeQuery).data?.name ?? accountName ?? undefined;
}

/** Templates that texts can be sent through; undefined until they are known. */
export function useSmsTemplates(): readonly Template[] | undefined {
  return useRead<{ data: Template[] }>('/sms-templates').data?.data;
}

/** Templates of subscribe notices, of all official accounts; undefined until they are known. */
export function useNoticeTemplates(): readonly NoticeTemplate[] | undefined {
  return useRead<{ data: NoticeTemplate[] }>('/notice-templates').data?.data;
}

export function useSegments(): readonly Segment[] | undefined {
  return useRead<Wire<typeof segmentList>>('/segments').data?.data;
}

export type Limits = { hours: Hours | undefined; week: number | undefined };

/** The company's own limits that a broadcast meets: when marketing may be sent, and how often in a week. */
export function useLimits(): Limits {
  const facts = useRead<Wire<typeof ruleFactList>>('/rule-facts').data?.data;
  const week = facts?.find(({ name, isInForce }) => name === 'marketing.person.week' && isInForce)?.value;
  const max = typeof week === 'object' && week !== null && 'max' in week ? week.max : undefined;
  return { hours: hoursIn(facts), week: typeof max === 'number' ? max : undefined };
}
