import { Input, Select } from 'antd';
import { useSession } from '#web/session/session.ts';
import { useMembers } from '../../reads.ts';
import { useSourceName } from '../../source-names.ts';
import { useTexts } from '../../texts/index.ts';
import { type Customer, useChange } from '../customer.ts';
import { Birthday } from './Birthday.tsx';
import styles from './Editable.module.css';
import { Editable } from './Editable.tsx';

/** What the brand wrote about a customer, each line to be changed where it stands. */
export function Profile({ of }: { of: Customer }) {
  const t = useTexts();
  const sourceName = useSourceName();
  const change = useChange(of.id);
  const mayEdit = useSession().can('customers:write');
  const text = (field: 'name' | 'city' | 'province', most: number) => (
    <Editable
      key={field}
      label={t(`field.${field}`)}
      shown={of[field]}
      value={of[field] ?? ''}
      corrected={of.corrected[field]}
      edit={(draft, set, id) => (
        <Input id={id} autoFocus maxLength={most} value={draft} onChange={event => set(event.target.value)} />
      )}
      save={mayEdit ? draft => change({ [field]: draft.trim() || null }) : undefined}
    />
  );
  return (
    <dl className={styles.facts}>
      {text('name', 100)}
      <Gender of={of} change={change} mayEdit={mayEdit} />
      <Birthday of={of} change={change} mayEdit={mayEdit} />
      {text('province', 50)}
      {text('city', 50)}
      <Owner of={of} change={change} mayEdit={mayEdit} />
      <Editable
        label={t('note')}
        shown={of.note && <span className={styles.note}>{of.note}</span>}
        value={of.note ?? ''}
        edit={(draft, set, id) => (
          <Input.TextArea
            id={id}
            autoFocus
            autoSize={{ minRows: 3, maxRows: 10 }}
            maxLength={2_000}
            value={draft}
            onChange={event => set(event.target.value)}
          />
        )}
        save={mayEdit ? draft => change({ note: draft.trim() || null }) : undefined}
      />
      <Minor of={of} change={change} mayEdit={mayEdit} />
      <Editable label={t('source.label')} shown={sourceName(of.source)} value="" edit={() => null} />
    </dl>
  );
}

export type Props = { of: Customer; change: ReturnType<typeof useChange>; mayEdit: boolean };

function Gender({ of, change, mayEdit }: Props) {
  const t = useTexts();
  const said = { 1: t('gender.male'), 2: t('gender.female') } as const;
  const options = [
    { value: 1, label: said[1] },
    { value: 2, label: said[2] },
  ];
  return (
    <Editable
      label={t('field.gender')}
      shown={of.gender && said[of.gender]}
      value={of.gender}
      corrected={of.corrected.gender}
      edit={(draft, set, id) => (
        <Select
          id={id}
          autoFocus
          allowClear
          placeholder={t('who.unknown')}
          options={options}
          value={draft}
          onChange={next => set(next ?? null)}
        />
      )}
      save={mayEdit ? draft => change({ gender: draft }) : undefined}
    />
  );
}

function Owner({ of, change, mayEdit }: Props) {
  const t = useTexts();
  const members = useMembers();
  return (
    <Editable
      label={t('field.ownerMemberId')}
      shown={of.owner?.name}
      value={of.owner?.id ?? null}
      edit={(draft, set, id) => (
        <Select
          id={id}
          autoFocus
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('who.nobody')}
          options={members.map(member => ({ value: member.id, label: member.name }))}
          value={draft}
          onChange={next => set(next ?? null)}
        />
      )}
      save={mayEdit ? draft => change({ ownerMemberId: draft }) : undefined}
    />
  );
}

function Minor({ of, change, mayEdit }: Props) {
  const t = useTexts();
  const options = [
    { value: false, label: t('who.adult') },
    { value: true, label: t('who.minor') },
  ];
  return (
    <Editable
      label={t('field.minor')}
      shown={of.minor ? t('who.minor') : t('who.adult')}
      value={of.minor}
      corrected={of.corrected.minor}
      edit={(draft, set, id) => <Select id={id} autoFocus options={options} value={draft} onChange={set} />}
      save={mayEdit ? draft => change({ minor: draft }) : undefined}
    />
  );
}
