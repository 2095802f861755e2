import { Form, Input, InputNumber, Select } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { touchpointBody } from '../../contract.ts';
import { type Touchpoint, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { fenOf, yuanOf } from './amount.ts';
import { KINDS } from './kinds.ts';
import { keyOf, OrderSources, sourceIn } from './OrderSources.tsx';

type Body = Wire<typeof touchpointBody>;
type Values = Omit<Body, 'stopLoss' | 'orderSources'> & { stopLoss: number | null; orderSources: string[] };
type Props = {
  touchpoint?: Touchpoint | undefined;
  onSaved?: (id: string) => void;
  onClose: () => void;
};

/** A touchpoint, new or changed. */
export function EditTouchpoint({ touchpoint, onSaved, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const members = useMembers();
  const save = async (values: Values, key: string) => {
    const body = bodyOf(values);
    if (touchpoint) await api.put(`/touchpoints/${touchpoint.id}`, body, { key });
    const id = touchpoint?.id ?? (await api.post<{ id: string }>('/touchpoints', body, { key })).id;
    onSaved?.(id);
  };
  return (
    <EditDrawer<Values>
      title={t(touchpoint ? 'touchpoints.editTitle' : 'touchpoints.new')}
      what={!touchpoint && t('touchpoints.newWhat')}
      initial={valuesOf(touchpoint)}
      save={save}
      refresh={['/touchpoints', ...(touchpoint ? [`/touchpoints/${touchpoint.id}`, '/live-codes'] : [])]}
      onSaved={() => notify.done(t('touchpoints.saved'))}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('touchpoints.name')}
        rules={[{ required: true, whitespace: true, message: t('touchpoints.missingName') }]}
      >
        <Input maxLength={40} autoFocus={!touchpoint} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('touchpoints.kind')}>
        <Select options={KINDS.map(value => ({ value, label: t(`kind.${value}`) }))} />
      </Form.Item>
      <Form.Item name="campaign" label={t('touchpoints.campaign')} extra={t('touchpoints.campaignHint')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="store" label={t('touchpoints.store')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="url" label={t('touchpoints.url')} extra={t('touchpoints.urlHint')}>
        <Input maxLength={2_048} type="url" placeholder="https://" autoComplete="off" />
      </Form.Item>
      <Form.Item name="memberId" label={t('touchpoints.member')}>
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder={t('touchpoints.nobody')}
          options={members.map(one => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item
        name="orderSources"
        label={t('touchpoints.orderSources')}
        extra={t('touchpoints.orderSourcesWhat')}
      >
        <OrderSources of={touchpoint?.id} />
      </Form.Item>
      <Form.Item name="stopLoss" label={t('touchpoints.stopLoss')} extra={t('touchpoints.stopLossHint')}>
        <InputNumber min={0.01} max={1_000_000} precision={2} prefix="¥" style={{ width: 160 }} />
      </Form.Item>
    </EditDrawer>
  );
}

function valuesOf(touchpoint: Touchpoint | undefined): Values {
  const { name = '', kind = 'counter', campaign = '', store = '', url = '' } = touchpoint ?? {};
  const stopLoss = touchpoint?.stopLoss == null ? null : yuanOf(touchpoint.stopLoss);
  const orderSources = (touchpoint?.orderSources ?? []).map(one => keyOf(one.account.id, one.source));
  return {
    name,
    kind,
    campaign,
    store,
    url,
    memberId: touchpoint?.member?.id ?? null,
    stopLoss,
    orderSources,
  };
}

function bodyOf({ stopLoss, memberId, orderSources, ...values }: Values): Body {
  return {
    ...values,
    orderSources: orderSources.map(sourceIn),
    memberId: memberId ?? null,
    stopLoss: stopLoss === null ? null : fenOf(stopLoss),
  };
}
