import { Form, InputNumber } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useTexts } from '../texts/index.ts';
import type { Variant } from './OneVariant.tsx';

type Props = { codeId: string; variant: Variant; onClose: () => void };
type Values = { putOut: number | null };

/** How many of a poster there are: without it nobody knows how many saw it and did not scan. */
export function SayPutOut({ codeId, variant: { id, mark, putOut }, onClose }: Props) {
  const t = useTexts();
  return (
    <EditDrawer<Values>
      title={t('codePosters.shownTitle', { mark: mark.toUpperCase() })}
      initial={{ putOut }}
      save={(values, key) =>
        api.put(`/live-codes/${codeId}/variants/${id}`, { putOut: values.putOut ?? null }, { key })
      }
      refresh={[`/live-codes/${codeId}`]}
      onClose={onClose}
    >
      <PutOutField />
    </EditDrawer>
  );
}

export function PutOutField() {
  const t = useTexts();
  return (
    <Form.Item name="putOut" label={t('codePosters.shown')} extra={t('codePosters.shownMeans')}>
      <InputNumber min={1} max={100_000_000} precision={0} style={{ width: 180 }} />
    </Form.Item>
  );
}
