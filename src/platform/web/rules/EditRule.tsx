import { Checkbox, Form, type FormInstance, InputNumber, Select } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Rules.module.css';
import { type Bound, type Hours, halfHours, type Rule, readValue } from './rules.ts';
import { useRuleWords } from './use-rule-words.ts';

type Props = { rule: Rule; onClose: () => void };

/** One of the company's own limits, anew from today on. */
export function EditRule({ rule: { now }, onClose }: Props) {
  const t = useTexts();
  const words = useRuleWords();
  const notify = useNotify();
  const value = readValue(now.value);
  const common = {
    title: words.name(now),
    what: t('rules.ownWhat'),
    refresh: ['/rule-facts'],
    onSaved: () => notify.done(t('rules.changed')),
    onClose,
  };
  const change = (next: object, key: string) =>
    api.post('/rule-facts', { name: now.name, value: next }, { key });
  if (value?.kind === 'hours') return <EditHours {...common} value={value} onSave={change} />;
  return <EditBound {...common} value={value ?? { kind: 'bound', max: 1 }} onSave={change} />;
}

type FormProps<Value> = {
  title: string;
  what: string;
  refresh: readonly string[];
  onSaved: () => void;
  onClose: () => void;
  value: Value;
  onSave: (value: object, key: string) => Promise<unknown>;
};

function EditHours({ value, onSave, ...common }: FormProps<Hours>) {
  const t = useTexts();
  const save = ({ from, to }: { from: string; to: string }, key: string) => onSave({ from, to }, key);
  return (
    <EditDrawer {...common} initial={{ from: value.from, to: value.to }} save={save}>
      <div className={styles.hours}>
        <Form.Item name="from" label={t('rules.from')}>
          <Select showSearch options={times(value.from).slice(0, -1)} />
        </Form.Item>
        <Form.Item
          name="to"
          label={t('rules.to')}
          dependencies={['from']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, to: string) =>
                getFieldValue('from') < to
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('rules.wrongHours'))),
            }),
          ]}
        >
          <Select showSearch options={times(value.to).slice(1)} />
        </Form.Item>
      </div>
    </EditDrawer>
  );
}

const times = (set: string) => halfHours(set).map(time => ({ value: time, label: time }));

type BoundValues = { max: number | null; isUnlimited: boolean };

function EditBound({ value, onSave, ...common }: FormProps<Bound>) {
  const isUnlimited = value.max === 'unlimited';
  const save = (values: BoundValues, key: string) =>
    onSave({ max: values.isUnlimited ? 'unlimited' : values.max }, key);
  return (
    <EditDrawer<BoundValues>
      {...common}
      initial={{ max: typeof value.max === 'number' ? value.max : null, isUnlimited }}
      save={save}
    >
      {form => <BoundFields form={form} />}
    </EditDrawer>
  );
}

function BoundFields({ form }: { form: FormInstance<BoundValues> }) {
  const t = useTexts();
  const isUnlimited = Form.useWatch('isUnlimited', form) ?? false;
  return (
    <>
      <Form.Item
        name="max"
        label={t('rules.max')}
        dependencies={['isUnlimited']}
        rules={[{ required: !isUnlimited, message: t('members.missing', { what: t('rules.max') }) }]}
      >
        <InputNumber mode="spinner" min={0} max={1_000_000} precision={0} disabled={isUnlimited} />
      </Form.Item>
      <Form.Item name="isUnlimited" valuePropName="checked">
        <Checkbox>{t('rules.unlimited')}</Checkbox>
      </Form.Item>
    </>
  );
}
