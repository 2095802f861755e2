import { UploadOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Upload } from 'antd';
import { useId, useState } from 'react';
import type { segmentList } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Segments.module.css';

/** Segments from another installation: a file, or its text. */
export function ImportSegments() {
  const t = useTexts();
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!session.can('segments:write')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('file.import')}</Button>
      {isOpen && <ImportModal onClose={() => setOpen(false)} />}
    </>
  );
}

function ImportModal({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const notify = useNotify();
  const [text, setText] = useState('');
  const file = readJson(text);
  const load = useWrite(
    (body: object, key) => api.post<Wire<typeof segmentList>>('/segments/import', body, { key }),
    {
      refresh: ['/segments'],
      onDone: made => {
        notify.done(t('file.imported', { count: made.data.length }));
        onClose();
      },
    },
  );
  return (
    <Modal
      open
      title={t('file.title')}
      okText={t('file.import')}
      okButtonProps={{ disabled: !file, loading: load.isRunning }}
      onOk={() => file && load.run(file)}
      onCancel={onClose}
    >
      <p className={styles.quiet}>{t('file.what')}</p>
      <div className={styles.file}>
        <Upload
          accept=".json,application/json"
          showUploadList={false}
          beforeUpload={chosen => {
            void chosen.text().then(setText);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />}>{t('file.choose')}</Button>
        </Upload>
        <a href="/api/v1/segments/schema" download="siyu-segments.schema.json">
          {t('file.schema')}
        </a>
      </div>
      <label htmlFor={id} className="visually-hidden">
        {t('file.text')}
      </label>
      <Input.TextArea
        id={id}
        rows={8}
        spellCheck={false}
        placeholder={t('file.text')}
        value={text}
        status={text.trim() !== '' && !file ? 'error' : ''}
        onChange={event => setText(event.target.value)}
      />
      {text.trim() !== '' && !file && <p role="status">{t('file.noJson')}</p>}
      {load.problem && <Refusal problem={load.problem} />}
    </Modal>
  );
}

function Refusal({ problem }: { problem: Error }) {
  const { title, detail } = useProblemWords(problem);
  return (
    <Notice kind="advice" title={title}>
      {detail}
    </Notice>
  );
}

function readJson(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
