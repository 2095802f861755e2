import { Segmented, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useOfficialAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ContentStep.module.css';
import type { StepProps } from './step.ts';

/** Which official account speaks, by an answer or a notice; without one, where to connect it. */
export function OfficialAccount({ draft, change }: StepProps) {
  const t = useTexts();
  const accounts = useOfficialAccounts();
  if (accounts?.length === 0)
    return (
      <Notice
        kind="advice"
        title={t('wizard.noOfficial')}
        actions={<PageLink to="/settings/accounts">{t('wizard.connect')}</PageLink>}
      >
        {t('wizard.noOfficialWhat')}
      </Notice>
    );
  return (
    <>
      <Field label={t('wizard.official')}>
        {id => (
          <Select
            id={id}
            className={styles.wide ?? ''}
            value={draft.officialId ?? null}
            placeholder={t('wizard.missingOfficial')}
            onChange={officialId =>
              change({ officialId: officialId ?? undefined, noticeTemplate: undefined, noticeValues: {} })
            }
            options={accounts?.map(({ id: value, name: label }) => ({ value, label })) ?? []}
          />
        )}
      </Field>
      <Field
        label={t('wizard.officialForm')}
        hint={t(draft.isNotice ? 'wizard.noticeWhat' : 'wizard.answerWhat')}
      >
        {() => (
          <Segmented
            aria-label={t('wizard.officialForm')}
            value={draft.isNotice}
            onChange={isNotice => change({ isNotice })}
            options={[
              { value: false, label: t('wizard.answer') },
              { value: true, label: t('wizard.notice') },
            ]}
          />
        )}
      </Field>
    </>
  );
}
