import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { useCompany } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import { MomentPhone } from './MomentPhone.tsx';
import type { Moment } from './reads.ts';
import { KindTag } from './state.tsx';

/** What it says and shows, and for whom it was meant. */
export function MomentContent({ moment }: { moment: Moment }) {
  const t = useTexts();
  const company = useCompany(moment.accountName);
  const { attachments, attached, senders, teams, tags, member } = moment;
  const link = attachments.find(one => one.kind === 'link');
  const names = [...senders, ...teams].map(one => one.name).join('、');
  const facts = [
    { key: 'kind', label: t('moments.kindLabel'), value: moment.kind && <KindTag of={moment.kind} /> },
    {
      key: 'senders',
      label: t('moments.result.senders'),
      value: member?.name ?? (names || t('moments.result.everybody')),
    },
    {
      key: 'tags',
      label: t('moments.result.tags'),
      value: tags.map(one => one.name).join('、') || t('moments.result.allCustomers'),
    },
    {
      key: 'synced',
      label: t('moments.result.syncedAt'),
      value: moment.syncedAt && <DateTime at={moment.syncedAt} />,
    },
  ].filter(fact => fact.value);
  return (
    <Panel title={t('moments.result.content')}>
      <Columns min={300}>
        <div>
          <MomentPhone
            text={moment.text}
            images={attachments.flatMap(one => (one.kind === 'image' ? [one.file] : []))}
            link={link}
            hasVideo={attached?.kind === 'video'}
            sender={member?.name ?? senders[0]?.name ?? t('moments.consequence.member')}
            company={company}
          />
          {attached && attachments.length === 0 && (
            <p className={styles.soft}>{t('moments.result.noFiles')}</p>
          )}
        </div>
        <Facts facts={facts} />
      </Columns>
    </Panel>
  );
}
