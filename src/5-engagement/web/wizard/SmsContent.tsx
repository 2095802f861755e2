import { Checkbox, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { TextField } from '#web/message/TextField.tsx';
import { useSmsTemplates } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ContentStep.module.css';
import type { StepProps } from './step.ts';

/** What is texted: an approved template, and what fills its variables; and whether WeCom's people are left out. */
export function SmsContent(props: StepProps) {
  const { draft, change } = props;
  const t = useTexts();
  const templates = useSmsTemplates();
  const wanted = draft.purpose === 'marketing' ? 'marketing' : 'transactional';
  const options = templates?.map(({ id, name, text, kind }) => ({
    ...{ value: id, label: `${name} · ${text}`, disabled: kind !== wanted },
  }));
  if (templates?.length === 0)
    return (
      <Notice
        kind="advice"
        title={t('wizard.noTemplate')}
        actions={<PageLink to="/sms-templates">{t('wizard.toTemplates')}</PageLink>}
      >
        {t('wizard.noTemplateWhat')}
      </Notice>
    );
  return (
    <>
      <Field label={t('wizard.template')}>
        {id => (
          <Select
            id={id}
            className={styles.wide ?? ''}
            placeholder={t('wizard.pickTemplate')}
            value={draft.template?.id ?? null}
            options={options ?? []}
            onChange={chosen =>
              change({ template: templates?.find(({ id }) => id === chosen), parameters: {} })
            }
          />
        )}
      </Field>
      {draft.template?.variables.map(name => (
        <Variable key={`${draft.template?.id} ${name}`} {...props} name={name} />
      ))}
      <Checkbox
        checked={draft.onlyUnreached}
        onChange={event => change({ onlyUnreached: event.target.checked })}
      >
        {t('wizard.onlyUnreached')}
      </Checkbox>
      <p className={styles.note}>{t('wizard.onlyUnreachedWhat')}</p>
    </>
  );
}

function Variable({ draft, change, name }: StepProps & { name: string }) {
  const t = useTexts();
  return (
    <TextField
      label={t('wizard.parameter', { name })}
      value={draft.parameters[name] ?? ''}
      onChange={text => change({ parameters: { ...draft.parameters, [name]: text } })}
    />
  );
}
