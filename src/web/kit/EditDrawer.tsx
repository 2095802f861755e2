import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useId } from 'react';
import { useWrite } from '../api/queries.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import styles from './EditDrawer.module.css';
import { QuickLook } from './QuickLook.tsx';
import { Refused } from './Refused.tsx';
import { useFieldProblems } from './use-field-problems.ts';

type Props<Values extends object> = {
  title: string;
  /** What follows from saving, above the fields. */
  what?: ReactNode;
  /** The verb of the button; absent: 保存. */
  act?: string;
  initial: Values;
  /** Writes it; what it throws is said beside the field it speaks of, else above the fields. */
  save: (values: Values, key: string) => Promise<unknown>;
  /** Paths whose answers are stale afterwards. */
  refresh: readonly string[];
  onSaved?: (values: Values) => void;
  onClose: () => void;
  /** Beside the buttons: what else can be done with it. */
  other?: ReactNode;
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
};

/** One thing, new or changed, beside its list. Mount it while it is open, with the thing as its key. */
export function EditDrawer<Values extends object>(props: Props<Values>) {
  const { title, what, initial, onClose, other, children } = props;
  const t = useWebTexts();
  const id = useId();
  const [form] = Form.useForm<Values>();
  const write = useSaving(props);
  useFieldProblems(form, write.problem);
  return (
    <QuickLook
      of={id}
      title={title}
      onClose={onClose}
      footer={
        <div className={styles.foot}>
          {other}
          <span className={styles.space} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" form={id} loading={write.isRunning}>
            {props.act ?? t('save')}
          </Button>
        </div>
      }
    >
      <Form
        id={id}
        form={form}
        layout="vertical"
        requiredMark={false}
        scrollToFirstError={{ focus: true }}
        initialValues={initial}
        onFinish={write.run}
      >
        {what && <p className={styles.what}>{what}</p>}
        <Refused problem={write.problem} />
        {typeof children === 'function' ? children(form) : children}
      </Form>
    </QuickLook>
  );
}

function useSaving<Values extends object>({ save, refresh, onSaved, onClose }: Props<Values>) {
  return useWrite(
    async (values: Values, key: string) => {
      await save(values, key);
      return values;
    },
    {
      refresh,
      onDone: values => {
        onSaved?.(values);
        onClose();
      },
    },
  );
}
