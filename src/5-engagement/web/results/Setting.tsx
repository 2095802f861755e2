import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount, formatFen } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { peopleLink } from '#web/links.ts';
import { PhonePreview } from '#web/message/PhonePreview.tsx';
import { isBegun } from '../begun.ts';
import { isDirect } from '../direct.ts';
import { useCompany } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './Setting.module.css';

/** What only a broadcast by SMS has: its template, and what it has cost so far. */
function smsFacts({ sms, cost, onlyUnreached }: Broadcast, t: ReturnType<typeof useTexts>) {
  if (!sms) return [];
  const { fen = 0, parts = 0 } = cost ?? {};
  const money = t('wizard.smsCostOf', { amount: formatFen(fen), parts: formatCount(parts) });
  return [
    { key: 'template', label: t('wizard.template'), value: sms.templateName },
    ...(onlyUnreached ? [{ key: 'only', label: t('wizard.onlyUnreached'), value: t('wizard.yes') }] : []),
    { key: 'cost', label: t('wizard.smsCost'), value: money },
  ];
}

/** What was sent, to whom, by which rules. */
export function Setting({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const { message, accountName, rule, ruleWords, purpose, topic, holdoutPercent, attributionDays } =
    broadcast;
  const { channel } = broadcast;
  const isSms = channel === 'sms';
  const company = useCompany(accountName);
  const facts = [
    {
      key: 'rule',
      label: t('results.rule'),
      value: <PageLink to={peopleLink(rule, broadcast.segmentName ?? undefined)}>{ruleWords}</PageLink>,
    },
    ...smsFacts(broadcast, t),
    ...(broadcast.notice
      ? [{ key: 'notice', label: t('wizard.noticeTemplate'), value: broadcast.notice.templateTitle }]
      : []),
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
          sender={
            isSms || !isDirect(channel)
              ? t(isSms ? 'wizard.smsSender' : 'results.member')
              : (accountName ?? '')
          }
          company={isDirect(channel) ? undefined : company}
        />
        <Facts facts={facts} />
      </div>
    </Panel>
  );
}
