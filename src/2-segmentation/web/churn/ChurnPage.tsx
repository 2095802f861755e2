import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { LastStraw } from './LastStraw.tsx';
import { Rescue } from './Rescue.tsx';

/** Who leaves, what came before it, and whom to try to win back. */
export default function ChurnPage() {
  const t = useTexts();
  const { can } = useSession();
  return (
    <>
      <PageHeader lead={t('churn.lead')} />
      {can('insight:read') && <LastStraw />}
      <Rescue />
    </>
  );
}
