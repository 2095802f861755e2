import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { peopleLink } from '#web/links.ts';
import { PhonePreview } from '#web/message/PhonePreview.tsx';
import { isBegun } from '../begun.ts';
import { useCompany } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './Setting.module.css';

/** What was sent, to whom, by which rules. */
export function Setting({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const { message, accountName, rule, ruleWords, purpose, topic, holdoutPercent, attributionDays } =
    broadcast;
  const company = useCompany(accountName);
  const facts = [
    {
      key: 'rule',
      label: t('results.rule'),
      value: <PageLink to={peopleLink(rule, broadcast.segmentName ?? undefined)}>{ruleWords}</PageLink>,
    },
    { key: 'purpose', label: t('results.purpose'), value: t(`results.${purpose}`) },
    { key: 'topic', label: t('results.topic'), value: topic ?? t('results.noTopic') },
    { key: 'holdout', label: t('results.holdout'), value: `${holdoutPercent}%` },
    { key: 'window', label: t('results.window'), value: t('results.windowDays', { n: attributionDays }) },
    ...(isBegun(broadcast)
      ? [{ key: 'started', label: t('results.started'), value: <DateTime at={broadcast.slot} /> }]
      : []),
    ...(broadcast.status === 'sent'
      ? [{ key: 'finished', label: t('results.finished'), value: <DateTime at={broadcast.finishedAt} /> }]
      : []),
  ];
  return (
    <Panel title={t('results.message')}>
      <div className={styles.setting}>
        <PhonePreview
          text={message.text}
          attachments={message.attachments ?? []}
          sender={t('results.member')}
          company={company}
        />
        <Facts facts={facts} />
      </div>
    </Panel>
  );
}
