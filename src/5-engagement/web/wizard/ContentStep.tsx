import { AutoComplete, Input, Segmented, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { AttachmentsField } from '#web/message/AttachmentsField.tsx';
import { KINDS, OFFICIAL_KINDS } from '#web/message/attachment.ts';
import { PhonePreview } from '#web/message/PhonePreview.tsx';
import { TextField } from '#web/message/TextField.tsx';
import { isDirect } from '../direct.ts';
import { useCompany, useOfficialAccounts, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ContentStep.module.css';
import { goesAsNotice, mostBytes } from './draft.ts';
import { ManyTasks } from './ManyTasks.tsx';
import { NoticeContent } from './NoticeContent.tsx';
import { OfficialAccount } from './OfficialAccount.tsx';
import { SmsContent } from './SmsContent.tsx';
import type { StepProps } from './step.ts';
import { useSample } from './use-sample.ts';

/** What: how it goes, the words, what hangs on them, and how it looks to one of those who get it. */
export function ContentStep(props: StepProps) {
  const { draft, change } = props;
  const isAnswer = draft.channel === 'official_account';
  const isNotice = goesAsNotice(draft);
  return (
    <div className={styles.content}>
      <div className={styles.fields}>
        <Channel {...props} />
        {isAnswer && <OfficialAccount {...props} />}
        {draft.channel === 'sms' ? (
          <SmsContent {...props} />
        ) : isNotice ? (
          <NoticeContent {...props} />
        ) : (
          <>
            <TextField value={draft.text} onChange={text => change({ text })} most={mostBytes(draft)} />
            {!isAnswer && <ManyTasks preview={props.preview.data} />}
          </>
        )}
        {(draft.channel === 'wecom' || (isAnswer && !isNotice)) && (
          <AttachmentsField
            value={draft.attachments}
            onChange={attachments => change({ attachments })}
            kinds={isAnswer ? OFFICIAL_KINDS : KINDS}
          />
        )}
        <NameAndTopic {...props} />
        <Purpose {...props} />
      </div>
      <Look {...props} />
    </div>
  );
}

function Channel({ draft, change }: StepProps) {
  const t = useTexts();
  const accounts = useWecomAccounts();
  const hasAccounts = accounts === undefined || accounts.length > 0;
  const isWecom = draft.channel === 'wecom';
  return (
    <>
      <Field label={t('wizard.channel')} hint={t(`wizard.${draft.channel}What`)}>
        {() => (
          <div className={styles.channels}>
            <Segmented
              aria-label={t('wizard.channel')}
              value={draft.channel}
              onChange={channel => change({ channel })}
              options={(['wecom', 'official_account', 'sms', 'hand'] as const).map(value => ({
                value,
                label: t(`channel.${value}`),
              }))}
            />
          </div>
        )}
      </Field>
      {isWecom && !hasAccounts && (
        <Notice
          kind="advice"
          title={t('wizard.noAccount')}
          actions={<PageLink to="/settings/accounts">{t('wizard.connect')}</PageLink>}
        >
          {t('wizard.noAccountWhat')}
        </Notice>
      )}
      {isWecom && (accounts?.length ?? 0) > 1 && (
        <Field label={t('wizard.account')}>
          {id => (
            <Select
              id={id}
              className={styles.wide ?? ''}
              value={draft.accountId ?? null}
              onChange={accountId => change({ accountId: accountId ?? undefined })}
              options={accounts?.map(({ id: value, name: label }) => ({ value, label })) ?? []}
            />
          )}
        </Field>
      )}
    </>
  );
}

function NameAndTopic({ draft, change }: StepProps) {
  const t = useTexts();
  return (
    <div className={styles.pair}>
      <Field label={t('wizard.name')} hint={t('wizard.nameHint')}>
        {id => (
          <Input
            id={id}
            maxLength={60}
            value={draft.name}
            onChange={event => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('wizard.topic')} hint={t('wizard.topicWhat')}>
        {id => (
          <AutoComplete
            id={id}
            className={styles.wide ?? ''}
            placeholder={t('wizard.topicHint')}
            value={draft.topic}
            onChange={topic => change({ topic: topic.slice(0, 40) })}
          />
        )}
      </Field>
    </div>
  );
}

function Purpose({ draft, change }: StepProps) {
  const t = useTexts();
  const isService = draft.purpose === 'service';
  return (
    <>
      <Field label={t('wizard.purpose')} hint={isService && t('wizard.serviceWhat')}>
        {() => (
          <Segmented
            aria-label={t('wizard.purpose')}
            value={draft.purpose}
            onChange={purpose => change({ purpose })}
            options={[
              { value: 'marketing' as const, label: t('wizard.purposeMarketing') },
              { value: 'service' as const, label: t('wizard.purposeService') },
            ]}
          />
        )}
      </Field>
      {isService && <Notice kind="advice" title={t('wizard.serviceWarn')} />}
    </>
  );
}

/** As one of those who would get it sees it; the customer can be chosen. */
function Look({ draft, preview }: StepProps) {
  const t = useTexts();
  const account = useWecomAccounts()?.find(({ id }) => id === draft.accountId);
  const company = useCompany(account?.name);
  const official = useOfficialAccounts()?.find(({ id }) => id === draft.officialId);
  const { sample, people, choose } = useSample(draft, preview.data);
  const sender = () => {
    if (draft.channel === 'sms') return t('wizard.smsSender');
    if (draft.channel === 'official_account') return official?.name ?? t('channel.official_account');
    return sample.member ?? t('wizard.member');
  };
  return (
    <aside className={styles.look} aria-label={t('wizard.preview')}>
      <h3>{t('wizard.preview')}</h3>
      {people.length > 0 ? (
        <Select
          className={styles.wide ?? ''}
          aria-label={t('wizard.previewAs')}
          value={sample.customerId ?? null}
          onChange={choose}
          options={people}
        />
      ) : (
        preview.data && <p className={styles.nobody}>{t('wizard.previewNobody')}</p>
      )}
      <PhonePreview
        text={sample.text}
        attachments={
          draft.channel === 'hand' || draft.channel === 'sms' || goesAsNotice(draft) ? [] : sample.attachments
        }
        sender={sender()}
        company={isDirect(draft.channel) ? undefined : company}
      />
    </aside>
  );
}
