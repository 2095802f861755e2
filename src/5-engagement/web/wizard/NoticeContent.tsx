import { Select } from 'antd';
import { AddressInput } from '#web/kit/AddressInput.tsx';
import { Field } from '#web/kit/Field.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { TextField } from '#web/message/TextField.tsx';
import { useNoticeTemplates } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ContentStep.module.css';
import type { StepProps } from './step.ts';

/** Which notice, what fills its fields, and where a tap on it leads. */
export function NoticeContent({ draft, change }: StepProps) {
  const t = useTexts();
  const templates = useNoticeTemplates()?.filter(one => one.account.id === draft.officialId);
  const { noticeTemplate, noticeValues } = draft;
  if (!draft.officialId) return null;
  if (templates?.length === 0)
    return (
      <Notice
        kind="advice"
        title={t('wizard.noNoticeTemplate')}
        actions={<PageLink to="/notice-templates">{t('wizard.toTemplates')}</PageLink>}
      >
        {t('wizard.noNoticeTemplateWhat')}
      </Notice>
    );
  const left = noticeTemplate && {
    people: formatCount(noticeTemplate.followers),
    n: formatCount(noticeTemplate.grants),
  };
  return (
    <>
      <Field label={t('wizard.noticeTemplate')} hint={left && t('wizard.noticeLeft', left)}>
        {id => (
          <Select
            id={id}
            className={styles.wide ?? ''}
            placeholder={t('wizard.pickTemplate')}
            value={noticeTemplate?.id ?? null}
            options={templates?.map(({ id: value, title: label }) => ({ value, label })) ?? []}
            onChange={chosen =>
              change({ noticeTemplate: templates?.find(one => one.id === chosen), noticeValues: {} })
            }
          />
        )}
      </Field>
      {noticeTemplate?.fields.map(({ key, label }) => (
        <TextField
          key={`${noticeTemplate.id} ${key}`}
          label={label}
          value={noticeValues[key] ?? ''}
          onChange={text => change({ noticeValues: { ...noticeValues, [key]: text } })}
        />
      ))}
      {noticeTemplate && (
        <Field label={t('wizard.noticeUrl')} hint={t('wizard.noticeUrlHint')}>
          {id => (
            <AddressInput id={id} value={draft.noticeUrl} onChange={url => change({ noticeUrl: url })} />
          )}
        </Field>
      )}
    </>
  );
}
