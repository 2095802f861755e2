import { Form, Input } from 'antd';
import { useTexts } from '../texts/index.ts';

export function NameField({ isNew = false, hint }: { isNew?: boolean; hint?: string }) {
  const t = useTexts();
  const what = t('accounts.name');
  return (
    <Form.Item
      name="name"
      label={what}
      extra={hint ?? t('accounts.nameHint')}
      rules={[{ required: true, whitespace: true, message: t('members.missing', { what }) }]}
    >
      <Input maxLength={60} autoFocus={isNew} autoComplete="off" />
    </Form.Item>
  );
}

/** A number, typed as text: spinners and thousands mean nothing for an id. */
export function AgentIdField() {
  const t = useTexts();
  return (
    <Form.Item
      name="agentId"
      label={t('accounts.agentId')}
      extra={t('accounts.where.agentId')}
      normalize={(value: string) => value.trim()}
      rules={[{ pattern: /^\d{1,12}$/, message: t('accounts.agentIdDigits') }]}
    >
      <Input inputMode="numeric" maxLength={12} autoComplete="off" />
    </Form.Item>
  );
}

export function SecretField({ isNew = false }: { isNew?: boolean }) {
  const t = useTexts();
  const what = t('accounts.secret');
  return (
    <Form.Item
      name="secret"
      label={what}
      extra={isNew ? t('accounts.where.secret') : t('accounts.secretKeep')}
      normalize={(value: string) => value.trim()}
      rules={[{ required: isNew, message: t('members.missing', { what }) }]}
    >
      <Input.Password maxLength={200} autoComplete="new-password" />
    </Form.Item>
  );
}

/** Of an official account; empty keeps the one that is there. */
export function AppSecretField({ isNew = false }: { isNew?: boolean }) {
  const t = useTexts();
  const what = t('official.secret');
  return (
    <Form.Item
      name="secret"
      label={what}
      extra={t(isNew ? 'official.secretHint' : 'official.secretKeep')}
      normalize={(value: string) => value.trim()}
      rules={[{ required: isNew, message: t('members.missing', { what }) }]}
    >
      <Input.Password maxLength={200} autoComplete="new-password" />
    </Form.Item>
  );
}
