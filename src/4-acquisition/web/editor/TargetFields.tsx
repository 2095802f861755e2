import { Input, Select } from 'antd';
import { BASE } from '#web/api/client.ts';
import { AddressInput } from '#web/kit/AddressInput.tsx';
import { Field } from '#web/kit/Field.tsx';
import { AddImages } from '#web/message/AddImages.tsx';
import type { TargetOf } from '../plan/plan.ts';
import { useCustomerGroups, useOfficialAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import { OfficialWelcome } from './OfficialWelcome.tsx';

type Props<Kind extends 'group' | 'official_account' | 'picture' | 'link'> = {
  value: TargetOf<Kind>;
  onChange: (target: TargetOf<Kind>) => void;
};

const MOST_GROUPS = 5;

/** Customer groups: WeCom makes one code for up to five of them. */
export function GroupFields({ value, onChange }: Props<'group'>) {
  const t = useTexts();
  const { chatIds, baseName = '' } = value;
  const groups = useCustomerGroups();
  return (
    <div className={styles.pair}>
      <Field label={t('group.chats')} hint={t('group.chatsHint')}>
        {id => (
          <Select
            id={id}
            mode="multiple"
            maxCount={MOST_GROUPS}
            className={styles.wide ?? ''}
            optionFilterProp="label"
            placeholder={t('group.chatsNone')}
            value={[...chatIds]}
            onChange={ids => onChange({ ...value, chatIds: ids })}
            options={groups.map(({ chatId, name, owner, customers }) => ({
              value: chatId,
              label: t('group.choice', { name: name || chatId, owner, n: customers }),
            }))}
          />
        )}
      </Field>
      <Field label={t('group.baseName')} hint={t('group.baseNameHint')}>
        {id => (
          <Input
            id={id}
            maxLength={40}
            value={baseName}
            onChange={event => onChange({ ...value, baseName: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

/** A connected official account: it makes the code itself, and says with everybody who comes by which code they came. */
export function OfficialFields({ value, onChange }: Props<'official_account'>) {
  const t = useTexts();
  const accounts = useOfficialAccounts();
  const { accountId, title = '', welcome = null } = value;
  return (
    <div className={styles.stack}>
      <div className={styles.pair}>
        <Field label={t('official.account')} hint={t('official.accountHint')}>
          {id => (
            <Select
              id={id}
              className={styles.wide ?? ''}
              placeholder={t('official.none')}
              value={accountId || null}
              onChange={chosen => onChange({ ...value, accountId: chosen ?? '' })}
              options={accounts.map(({ id: account, name }) => ({ value: account, label: name }))}
            />
          )}
        </Field>
        <Title
          label={t('official.title')}
          hint={t('official.titleHint')}
          value={{ ...value, title }}
          onChange={onChange}
        />
      </div>
      <OfficialWelcome
        accountId={accountId}
        value={welcome}
        onChange={next => onChange({ ...value, welcome: next })}
      />
    </div>
  );
}

/** The code of something else as a picture: an official account, a mini program, a group of another app. */
export function PictureFields({ value, onChange }: Props<'picture'>) {
  const t = useTexts();
  return (
    <div className={styles.pair}>
      <Title label={t('picture.title')} hint={t('picture.titleHint')} value={value} onChange={onChange} />
      <Field label={t('picture.file')} hint={t('picture.fileHint')}>
        {id => (
          <div className={styles.picture}>
            {value.file && <img src={`${BASE}/images/${value.file}`} alt={value.title} />}
            <AddImages id={id} isOne onAdded={([file]) => file && onChange({ ...value, file })} />
          </div>
        )}
      </Field>
    </div>
  );
}

export function LinkFields({ value, onChange }: Props<'link'>) {
  const t = useTexts();
  return (
    <div className={styles.pair}>
      <Title label={t('linkTo.title')} hint={t('linkTo.titleHint')} value={value} onChange={onChange} />
      <Field label={t('linkTo.url')}>
        {id => <AddressInput id={id} value={value.url} onChange={url => onChange({ ...value, url })} />}
      </Field>
    </div>
  );
}

type TitleProps<Target> = {
  label: string;
  hint: string;
  value: Target;
  onChange: (target: Target) => void;
};

function Title<Target extends { title: string }>({ label, hint, value, onChange }: TitleProps<Target>) {
  return (
    <Field label={label} hint={hint}>
      {id => (
        <Input
          id={id}
          maxLength={30}
          value={value.title}
          onChange={event => onChange({ ...value, title: event.target.value })}
        />
      )}
    </Field>
  );
}
