import { Form, type FormInstance, Radio, Select } from 'antd';
import { useTexts } from '../texts/index.ts';
import type { MemberDraft } from './draft.ts';
import styles from './Members.module.css';
import { ROLES, SCOPES } from './matching.ts';

/** What somebody may do, and whose customers they see. Of a new member the second follows from the first. */
export function RoleFields({ form, isNew }: { form: FormInstance<MemberDraft>; isNew: boolean }) {
  const t = useTexts();
  const follow = (role: MemberDraft['role']) => {
    if (isNew) form.setFieldValue('dataScope', role === 'staff' ? 'own' : 'all');
  };
  return (
    <>
      <Form.Item name="role" label={t('members.role')}>
        <Radio.Group className={styles.roles ?? ''} onChange={({ target }) => follow(target.value)}>
          {ROLES.map(role => (
            <Radio key={role} value={role}>
              {t(`members.roles.${role}`)}
              <span className={styles.means}>{t(`members.rolesMeans.${role}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="dataScope" label={t('members.scope')}>
        <Select options={SCOPES.map(scope => ({ value: scope, label: t(`members.scopes.${scope}`) }))} />
      </Form.Item>
    </>
  );
}
