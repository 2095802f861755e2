import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Field } from '#web/kit/Field.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useTouchpoints, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { EditTouchpoint } from '../touchpoints/EditTouchpoint.tsx';
import styles from './Editor.module.css';
import type { SectionProps } from './Editor.tsx';

/** What it is called, where it is put up, and whose members people add. */
export function BasicsFields(props: SectionProps) {
  const t = useTexts();
  const { draft, change } = props;
  return (
    <div className={styles.stack}>
      <div className={styles.pair}>
        <Field label={t('editor.name')} hint={t('editor.nameHint')}>
          {id => (
            <Input
              id={id}
              maxLength={30}
              autoFocus={!props.code}
              value={draft.name}
              onChange={event => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Touchpoint {...props} />
      </div>
      <Account {...props} />
    </div>
  );
}

function Touchpoint({ draft, change, code }: SectionProps) {
  const t = useTexts();
  const [isMaking, setMaking] = useState(false);
  const listed = useTouchpoints() ?? [];
  const own = code && !listed.some(one => one.id === code.touchpoint.id) ? [code.touchpoint] : [];
  return (
    <>
      <Field
        label={t('editor.touchpoint')}
        hint={t('editor.touchpointHint')}
        aside={
          <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {t('touchpoints.new')}
          </Button>
        }
      >
        {id => (
          <Select
            id={id}
            className={styles.wide ?? ''}
            showSearch
            optionFilterProp="label"
            placeholder={t('editor.pickTouchpoint')}
            value={draft.touchpointId ?? null}
            onChange={touchpointId => change({ touchpointId: touchpointId ?? undefined })}
            options={[...listed, ...own].map(one => ({ value: one.id, label: one.name }))}
          />
        )}
      </Field>
      {isMaking && (
        <EditTouchpoint onSaved={touchpointId => change({ touchpointId })} onClose={() => setMaking(false)} />
      )}
    </>
  );
}

/** Asked for where there is a choice; of a code that exists it stays, because the people behind it are its. */
function Account({ draft, change, code }: SectionProps) {
  const t = useTexts();
  const accounts = useWecomAccounts();
  if (accounts?.length === 0)
    return (
      <Notice
        kind="advice"
        title={t('editor.noAccount')}
        actions={<PageLink to="/settings/accounts">{t('editor.connect')}</PageLink>}
      >
        {t('editor.noAccountWhat')}
      </Notice>
    );
  if (code || (accounts?.length ?? 0) < 2) return null;
  return (
    <Field label={t('editor.account')} hint={t('editor.accountHint')}>
      {id => (
        <Select
          id={id}
          className={styles.wide ?? ''}
          value={draft.accountId ?? null}
          onChange={accountId => change({ accountId: accountId ?? undefined })}
          options={accounts?.map(one => ({ value: one.id, label: one.name })) ?? []}
        />
      )}
    </Field>
  );
}
