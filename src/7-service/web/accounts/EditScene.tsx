import { Form, Input, Select } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { type Account, type Scene, useTouchpoints } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

type Values = { name: string; touchpointId: string; welcome: string };
type Props = { account: Account; scene: Scene | undefined; onClose: () => void };

/** A scene, new or changed. */
export function EditScene({ account, scene, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const touchpoints = useTouchpoints();
  const save = async ({ touchpointId, ...values }: Values, key: string) => {
    const body = { ...values, touchpointId: touchpointId || null };
    if (scene) return await api.put(`/kf/scenes/${scene.id}`, body, { key });
    return await api.post(`/kf/accounts/${account.id}/scenes`, body, { key });
  };
  return (
    <EditDrawer<Values>
      title={scene ? t('scenes.editTitle', { name: scene.name }) : t('scenes.addTitle')}
      what={t('scenes.addWhat')}
      initial={{
        name: scene?.name ?? '',
        touchpointId: scene?.touchpoint?.id ?? '',
        welcome: scene?.welcome ?? '',
      }}
      save={save}
      refresh={['/kf/accounts']}
      onSaved={() => notify.done(t('scenes.saved'))}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('scenes.name')}
        extra={t('scenes.nameHint')}
        rules={[{ required: true, whitespace: true, message: t('scenes.missingName') }]}
      >
        <Input maxLength={40} autoFocus={!scene} autoComplete="off" />
      </Form.Item>
      <Form.Item name="touchpointId" label={t('scenes.touchpoint')} extra={t('scenes.touchpointHint')}>
        <Select
          showSearch
          optionFilterProp="label"
          options={[
            { value: '', label: t('scenes.noTouchpoint') },
            ...touchpoints.map(one => ({ value: one.id, label: one.name })),
          ]}
        />
      </Form.Item>
      <Form.Item name="welcome" label={t('scenes.welcome')} extra={t('scenes.welcomeHint')}>
        <Input.TextArea maxLength={600} showCount autoSize={{ minRows: 3, maxRows: 10 }} />
      </Form.Item>
    </EditDrawer>
  );
}
