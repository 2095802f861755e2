import { Button, Form, type FormInstance, Input } from 'antd';
import { useEffect } from 'react';
import type { RuleWire } from '#segmentation/contract';
import { ApiProblem } from '#web/api/problem.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useFieldProblems } from '#web/kit/use-field-problems.ts';
import { useTexts } from '../texts/index.ts';
import { isOfRule } from './use-refusal.ts';

export type Named = { name: string; description: string | null };

type Props = {
  named: Named;
  rule: RuleWire | undefined;
  /** The version saving makes; undefined for a new segment. */
  version: number | undefined;
  /** What keeps it from being saved, in words. */
  missing: string | undefined;
  onMissing: () => void;
  onSave: (named: Named) => void;
  isSaving: boolean;
  problem: Error | null;
  id: string;
};

/** Under which name the rule is kept. The form can be submitted from elsewhere by its id. */
export function SaveForm(props: Props) {
  const { named, rule, version, missing, onMissing, onSave, isSaving, problem, id } = props;
  const t = useTexts();
  const [form] = Form.useForm<{ name: string; description?: string }>();
  useNameTaken(form, problem);
  const submit = ({ name, description }: { name: string; description?: string }) => {
    if (rule === undefined) onMissing();
    else onSave({ name: name.trim(), description: description?.trim() || null });
  };
  return (
    <Form
      id={id}
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true }}
      initialValues={{ name: named.name, description: named.description ?? '' }}
      onFinish={submit}
    >
      <Form.Item
        name="name"
        label={t('save.name')}
        rules={[{ required: true, whitespace: true, message: t('save.nameMissing') }]}
      >
        <Input maxLength={60} placeholder={t('save.namePlaceholder')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="description" label={t('save.description')}>
        <Input.TextArea
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder={t('save.descriptionPlaceholder')}
        />
      </Form.Item>
      {problem && !isNameTaken(problem) && !isOfRule(problem) && <Refused problem={problem} />}
      {missing && <Form.Item help={missing} style={{ marginBottom: 16 }} />}
      <Button type="primary" htmlType="submit" loading={isSaving} block>
        {version === undefined ? t('save.create') : t('save.change', { version })}
      </Button>
    </Form>
  );
}

function isNameTaken(problem: Error): boolean {
  return problem instanceof ApiProblem && problem.code === 'segment_name_taken';
}

/** A name that is taken is said beside the name. */
function useNameTaken(form: FormInstance, problem: Error | null): void {
  useFieldProblems(form, problem);
  useEffect(() => {
    if (!(problem instanceof ApiProblem) || !isNameTaken(problem)) return;
    form.setFields([{ name: 'name', errors: [problem.body.detail] }]);
    form.scrollToField('name', { focus: true });
  }, [form, problem]);
}

function Refused({ problem }: { problem: Error }) {
  const { title, detail } = useProblemWords(problem);
  return (
    <div style={{ marginBottom: 16 }}>
      <Notice kind="advice" title={title}>
        {detail}
      </Notice>
    </div>
  );
}
