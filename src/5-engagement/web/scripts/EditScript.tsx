import { AutoComplete, Button, Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { AttachmentsField } from '#web/message/AttachmentsField.tsx';
import { type Attachment, isWhole } from '#web/message/attachment.ts';
import { TextField } from '#web/message/TextField.tsx';
import { useTexts } from '../texts/index.ts';
import type { Script } from './ScriptsPage.tsx';

type Props = { script: Script | undefined; topics: readonly string[]; onClose: () => void };
type Values = { title: string; topic: string; text: string; attachments: readonly Attachment[] };
/** Each is one more press of 发送 for the member. */
const MOST = 4;

/** A script, new or changed: what it is called, where it stands, what it says. */
export function EditScript({ script, topics, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const save = (values: Values, key: string) =>
    script ? api.patch(`/scripts/${script.id}`, values, { key }) : api.post('/scripts', values, { key });
  const required = (what: string) => [
    { required: true, whitespace: true, message: t('scripts.missing', { what }) },
  ];
  return (
    <EditDrawer<Values>
      title={t(script ? 'scripts.editTitle' : 'scripts.newTitle')}
      initial={{
        ...{ title: script?.title ?? '', topic: script?.topic ?? '', text: script?.text ?? '' },
        attachments: script?.attachments ?? [],
      }}
      save={save}
      refresh={['/scripts']}
      onSaved={() => notify.done(t('scripts.saved'))}
      onClose={onClose}
      other={script && <Archive script={script} onDone={onClose} />}
    >
      <Form.Item name="title" label={t('scripts.name')} rules={required(t('scripts.name'))}>
        <Input maxLength={40} autoFocus={!script} autoComplete="off" />
      </Form.Item>
      <Form.Item name="topic" label={t('scripts.topic')} extra={t('scripts.topicHint')}>
        <AutoComplete options={topics.map(value => ({ value }))} maxLength={20} />
      </Form.Item>
      <Form.Item name="text" rules={required(t('scripts.text'))}>
        <TextFieldInForm />
      </Form.Item>
      <Form.Item
        name="attachments"
        // What one has only begun to write is not wrong yet.
        validateTrigger={[]}
        extra={t('scripts.attachmentsHint')}
        rules={[
          {
            validator: (_, value: readonly Attachment[] = []) =>
              value.every(isWhole) ? Promise.resolve() : Promise.reject(t('scripts.unfinished')),
          },
        ]}
      >
        <AttachmentsInForm />
      </Form.Item>
    </EditDrawer>
  );
}

/** The form hands over value and change by itself. */
function TextFieldInForm({ value = '', onChange }: { value?: string; onChange?: (text: string) => void }) {
  return <TextField value={value} onChange={text => onChange?.(text)} />;
}

type InForm = { value?: readonly Attachment[]; onChange?: (attachments: readonly Attachment[]) => void };

function AttachmentsInForm({ value = [], onChange }: InForm) {
  return <AttachmentsField value={value} most={MOST} onChange={next => onChange?.(next)} />;
}

function Archive({ script, onDone }: { script: Script; onDone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const archive = useWrite((_: undefined, key) => api.delete(`/scripts/${script.id}`, { key }), {
    refresh: ['/scripts'],
    onDone: () => {
      notify.done(t('scripts.archived', { title: script.title }));
      onDone();
    },
    onProblem: notify.problem,
  });
  return (
    <Button danger type="text" loading={archive.isRunning} onClick={() => archive.run(undefined)}>
      {t('scripts.archive')}
    </Button>
  );
}
