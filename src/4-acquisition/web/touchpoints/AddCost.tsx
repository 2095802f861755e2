import { Button, DatePicker, Form, Input, InputNumber, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { Refused } from '#web/kit/Refused.tsx';
import { useFieldProblems } from '#web/kit/use-field-problems.ts';
import { useTexts } from '../texts/index.ts';
import { fenOf } from './amount.ts';
import styles from './Touchpoints.module.css';

type Values = { day: Dayjs; kind: 'money' | 'subsidy'; amount: number; note?: string };

/** One day's spending, in money or in goods given away. */
export function AddCost({ id }: { id: string }) {
  const t = useTexts();
  const [form] = Form.useForm<Values>();
  const add = useWrite(
    ({ day, kind, amount, note = '' }: Values, key) =>
      api.post(
        `/touchpoints/${id}/costs`,
        { day: day.format('YYYY-MM-DD'), kind, amount: fenOf(amount), note },
        { key },
      ),
    {
      refresh: ['/touchpoints', `/touchpoints/${id}`],
      onDone: () => form.resetFields(['amount', 'note']),
    },
  );
  useFieldProblems(form, add.problem);
  const missing = [{ required: true, message: t('costs.missing') }];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ day: dayjs(formatInstant(new Date(), 'day')), kind: 'money' }}
      onFinish={add.run}
    >
      <Refused problem={add.problem} />
      <Form.Item name="kind" label={t('costs.kind')} extra={t('costs.kindWhat')}>
        <Segmented
          options={(['money', 'subsidy'] as const).map(value => ({ value, label: t(`costs.${value}`) }))}
        />
      </Form.Item>
      <div className={styles.dayAndAmount}>
        <Form.Item name="day" label={t('costs.day')} rules={missing}>
          <DatePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="amount" label={t('costs.amount')} rules={missing}>
          <InputNumber min={0.01} max={100_000_000} precision={2} prefix="¥" style={{ width: 180 }} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('costs.note')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item>
        <Button type="primary" htmlType="submit" loading={add.isRunning}>
          {t('costs.add')}
        </Button>
      </Form.Item>
    </Form>
  );
}
