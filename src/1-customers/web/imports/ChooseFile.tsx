import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useId, useState } from 'react';
import { upload } from '#web/api/upload.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { formatShare } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { formatBytes } from './bytes.ts';
import type { ImportRow } from './import.ts';
import styles from './imports.module.css';
import { TemplateLinks } from './TemplateLinks.tsx';

/** As the server's own limit (imports/reading/limits.ts): said before a gigabyte has travelled in vain. */
const LARGEST = 2 ** 30;

type Sending = { name: string; sent: number; total: number; stop: () => void };

/** A file, dropped or chosen; a sample is at hand in the demo. */
export function ChooseFile({ onUploaded }: { onUploaded: (id: string) => void }) {
  const t = useTexts();
  const { demo } = useSession();
  const { send, sending, refused } = useUpload(onUploaded);
  return (
    <div className={styles.stack}>
      {sending ? <Progress of={sending} /> : <DropZone onFile={send} />}
      {refused && <Refused of={refused} />}
      {demo && !sending && <Sample onFile={send} />}
      <p className={styles.faint}>{t('imports.knownFiles')}</p>
      <TemplateLinks />
    </div>
  );
}

/** `why` undefined: it is too large, and was not even sent. */
type Refusal = { name: string; why: unknown };

/** Which file was not taken, why, and what to do. */
function Refused({ of: { name, why } }: { of: Refusal }) {
  const t = useTexts();
  const said = useProblemWords(why);
  const words =
    why === undefined ? { title: t('imports.tooLarge'), detail: t('imports.tooLargeWhat') } : said;
  return (
    <Notice kind="stop" title={t('imports.refused', { file: name, title: words.title })}>
      {words.detail}
    </Notice>
  );
}

function useUpload(onUploaded: (id: string) => void) {
  const [sending, setSending] = useState<Sending>();
  const [refused, setRefused] = useState<Refusal>();
  const send = (file: File) => {
    if (file.size > LARGEST) return setRefused({ name: file.name, why: undefined });
    const control = new AbortController();
    const stop = () => control.abort();
    setRefused(undefined);
    setSending({ name: file.name, sent: 0, total: file.size, stop });
    const onProgress = (progress: { sent: number; total: number }) =>
      setSending({ name: file.name, ...progress, stop });
    upload<ImportRow>('/imports', file, { query: { name: file.name }, onProgress, signal: control.signal })
      .then(row => onUploaded(row.id))
      .catch((failure: unknown) => {
        setSending(undefined);
        if (!control.signal.aborted) setRefused({ name: file.name, why: failure });
      });
  };
  return { send, sending, refused };
}

function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const t = useTexts();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <label
      htmlFor={id}
      className={styles.drop}
      data-over={isOver}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        id={id}
        type="file"
        accept=".csv,.xlsx,.txt,.tsv,.gz"
        className="visually-hidden"
        onChange={event => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
        }}
      />
      <InboxOutlined aria-hidden="true" />
      <strong>{t('imports.drop')}</strong>
      <span>{t('imports.dropWhat')}</span>
    </label>
  );
}

function Progress({ of: { name, sent, total, stop } }: { of: Sending }) {
  const t = useTexts();
  const share = total === 0 ? 1 : sent / total;
  return (
    <div className={styles.sending} role="status">
      <p>
        <strong>{name}</strong>
        <span>{formatShare(share, 0)}</span>
      </p>
      <progress value={share} max={1} aria-label={name} />
      <p>
        <span className={styles.faint}>
          {share < 1
            ? t('imports.sending', { sent: formatBytes(sent), total: formatBytes(total) })
            : t('imports.storing')}
        </span>
        <Button size="small" type="text" onClick={stop}>
          {t('cancel')}
        </Button>
      </p>
    </div>
  );
}

/** The demo shop's own order file, as its shop would export it. */
function Sample({ onFile }: { onFile: (file: File) => void }) {
  const t = useTexts();
  const [isMissing, setMissing] = useState(false);
  const take = async () => {
    const answer = await fetch('/api/v1/import-sample');
    if (!answer.ok) return setMissing(true);
    onFile(new File([await answer.blob()], t('imports.sampleName')));
  };
  return (
    <Notice
      title={t('imports.sampleTitle')}
      actions={
        <Button size="small" disabled={isMissing} onClick={() => void take()}>
          {t('imports.sampleDo')}
        </Button>
      }
    >
      {t(isMissing ? 'imports.sampleMissing' : 'imports.sampleWhat')}
    </Notice>
  );
}
