import { InputNumber, Segmented } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { DepartmentsField } from '../DepartmentsField.tsx';
import { MembersSelect } from '../MembersSelect.tsx';
import type { OnDuty, TargetOf } from '../plan/plan.ts';
import { type Named, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './StaffFields.module.css';

type Staff = TargetOf<'staff'>;
type Props = {
  value: Staff;
  known: readonly Named[];
  accountId: string | undefined;
  onChange: (staff: Staff) => void;
};

/** Who is on duty: how often each is drawn against the others, and how many they take a day. */
export function StaffFields({ value, known, accountId, onChange }: Props) {
  const t = useTexts();
  const names = [...useMembers(), ...known];
  const { members, departments = [], pick = 'weight' } = value;
  const choose = (ids: string[]) =>
    onChange({
      ...value,
      members: ids.map(id => members.find(one => one.memberId === id) ?? { memberId: id }),
    });
  const set = (next: OnDuty) =>
    onChange({ ...value, members: members.map(one => (one.memberId === next.memberId ? next : one)) });
  return (
    <>
      <Field label={t('staff.members')} hint={t('staff.membersHint')}>
        {id => (
          <MembersSelect
            id={id}
            value={members.map(one => one.memberId)}
            known={known}
            placeholder={t('staff.pick')}
            onChange={choose}
          />
        )}
      </Field>
      {members.length > 0 && (
        <table className={styles.members}>
          <thead>
            <tr>
              <th scope="col">{t('staff.member')}</th>
              <th scope="col">{t('staff.weight')}</th>
              <th scope="col">{t('staff.cap')}</th>
            </tr>
          </thead>
          <tbody>
            {members.map(one => (
              <Line
                key={one.memberId}
                name={names.find(({ id }) => id === one.memberId)?.name ?? ''}
                value={one}
                onChange={set}
              />
            ))}
          </tbody>
        </table>
      )}
      <Field label={t('staff.departments')} hint={t('staff.departmentsHint')}>
        {id => (
          <DepartmentsField
            id={id}
            most={20}
            accountId={accountId}
            value={departments}
            onChange={next => onChange({ ...value, departments: next })}
          />
        )}
      </Field>
      {(members.length > 1 || departments.length > 0) && (
        <Field label={t('staff.how')} hint={t(`staff.${pick}What`)}>
          {() => (
            <Segmented
              aria-label={t('staff.how')}
              value={pick}
              onChange={next => onChange({ ...value, pick: next })}
              options={(['weight', 'load'] as const).map(one => ({ value: one, label: t(`staff.${one}By`) }))}
            />
          )}
        </Field>
      )}
    </>
  );
}

function Line({ name, value, onChange }: { name: string; value: OnDuty; onChange: (one: OnDuty) => void }) {
  const t = useTexts();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <InputNumber
          aria-label={t('staff.weightOf', { name })}
          min={1}
          max={100}
          precision={0}
          value={value.weight ?? 1}
          onChange={weight => onChange({ ...value, weight: weight ?? 1 })}
        />
      </td>
      <td>
        <InputNumber
          aria-label={t('staff.capOf', { name })}
          min={1}
          max={1_000}
          precision={0}
          placeholder={t('staff.noCap')}
          value={value.dailyCap ?? null}
          onChange={dailyCap => onChange({ ...value, dailyCap })}
        />
      </td>
    </tr>
  );
}
