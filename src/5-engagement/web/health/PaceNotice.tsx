import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import type { accountWarning } from '../../health/contract.ts';
import { useTexts } from '../texts/index.ts';

type Warning = Wire<typeof accountWarning>;

/** Where a broadcast goes through an account that sends slower than planned: that it does, why, and until when. */
export function PaceNotice({ accountId }: { accountId: string | null | undefined }) {
  const t = useTexts();
  const { can } = useSession();
  const asked = accountId && can('insight:read') ? '/account-warnings' : undefined;
  const { data } = useRead<{ data: Warning[] }>(asked);
  const warning = data?.data.find(({ account }) => account.id === accountId);
  if (!warning || (warning.pace.pace === 'full' && warning.slowed === 0)) return null;
  const { pace, words, account, slowed } = warning;
  const until = pace.until ? formatInstant(pace.until) : undefined;
  const title =
    pace.pace === 'full'
      ? t('health.notice.members', { n: slowed })
      : pace.pace === 'paused' && until
        ? t('health.notice.pausedUntil', { time: until })
        : t(`health.notice.${pace.pace}`);
  const why =
    pace.by === 'member'
      ? t('health.notice.byMember', { who: pace.who, reason: pace.reason })
      : words.join('');
  return (
    <Notice
      kind={pace.pace === 'paused' ? 'stop' : 'advice'}
      title={title}
      actions={<PageLink to={`/settings/accounts/${account.id}/health`}>{t('health.notice.see')}</PageLink>}
    >
      {pace.pace === 'full' ? t('health.notice.membersWhat') : why}
    </Notice>
  );
}
