import { DateTime } from '#web/kit/DateTime.tsx';
import { Funnel } from '#web/kit/Funnel.tsx';
import { formatFen } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import styles from './Broadcasts.module.css';
import type { Home } from './sentences.ts';
import { useTexts } from './texts/index.ts';

type Broadcast = Home['broadcasts'][number];

const STEPS = ['planned', 'confirmed', 'delivered', 'answered', 'ordered'] as const;

/** The last broadcasts with their funnels. */
export function Broadcasts({ broadcasts }: { broadcasts: readonly Broadcast[] }) {
  const t = useTexts();
  const { can } = useSession();
  const all = broadcasts.length > 0 && <PageLink to="/broadcasts">{t('allBroadcasts')}</PageLink>;
  return (
    <Panel title={t('broadcasts')} aside={all}>
      {broadcasts.length === 0 && (
        <p>
          {t('noBroadcasts')}
          {can('broadcasts:write') && <PageLink to="/broadcasts/new"> {t('newBroadcast')}</PageLink>}
        </p>
      )}
      <ul className={styles.broadcasts}>
        {broadcasts.map(broadcast => (
          <li key={broadcast.id}>
            <Summary of={broadcast} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Summary({ of: broadcast }: { of: Broadcast }) {
  const t = useTexts();
  const { id, name, status, slot, createdAt, funnel } = broadcast;
  const steps = STEPS.map(key => ({
    key,
    label: t(key),
    value: funnel[key],
    to: `/broadcasts/${id}/people?stage=${key}`,
  }));
  return (
    <>
      <div className={styles.head}>
        <PageLink to={`/broadcasts/${id}`} className={styles.name}>
          {name}
        </PageLink>
        {status !== 'sent' && <Tag>{t(`status.${status}`)}</Tag>}
        <span className={styles.when}>
          <DateTime at={slot ?? createdAt} style="day" />
          {funnel.paid > 0 && <span>{t('broughtIn', { amount: formatFen(funnel.paid) })}</span>}
        </span>
      </div>
      <Funnel steps={steps} label={t('funnelOf', { name })} />
    </>
  );
}
