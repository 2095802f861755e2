import { CheckOutlined, RightOutlined } from '@ant-design/icons';
import type { z } from 'zod';
import type { accountView } from '#customers/contract';
import type { segmentList } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import styles from './Start.module.css';
import { useTexts } from './texts/index.ts';

type Accounts = { data: z.input<typeof accountView>[] };

/** A company without customers: the three steps that bring this page to life, and nothing that pretends. */
export function Start() {
  const t = useTexts();
  const { can } = useSession();
  const accounts = useRead<Accounts>(can('channels:read') ? '/accounts' : undefined).data?.data ?? [];
  const segments = useRead<Wire<typeof segmentList>>('/segments').data?.data ?? [];
  return (
    <div className={styles.start}>
      <PageHeader title={t('start.title')} lead={t('start.lead')} />
      <ol className={styles.steps}>
        <Step what="wecom" to="/settings/accounts" isDone={accounts.some(({ kind }) => kind === 'wecom')} />
        <Step what="orders" to="/imports/new" isDone={accounts.some(({ kind }) => kind === 'shop')} />
        <Step what="segment" to="/segments/new" isDone={segments.length > 0} />
      </ol>
    </div>
  );
}

function Step({ what, to, isDone }: { what: 'wecom' | 'orders' | 'segment'; to: string; isDone: boolean }) {
  const t = useTexts();
  return (
    <li data-done={isDone}>
      <PageLink to={to}>
        <span className={styles.mark}>{isDone && <CheckOutlined aria-label={t('start.done')} />}</span>
        <span className={styles.words}>
          <strong>{t(`start.${what}`)}</strong>
          <span>{t(`start.${what}What`)}</span>
        </span>
        <RightOutlined />
      </PageLink>
    </li>
  );
}
