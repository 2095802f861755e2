import { CloseOutlined, LinkOutlined, PictureOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useRef } from 'react';
import { BASE } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { upload } from '#web/api/upload.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './AttachmentsField.module.css';
import type { Attachment } from './draft.ts';
import { Field } from './Field.tsx';

/** What WeCom takes in one message. */
const MOST = 9;

type Props = { value: readonly Attachment[]; onChange: (attachments: readonly Attachment[]) => void };

/** Pictures and links, each a message of its own below the words. */
export function AttachmentsField({ value, onChange }: Props) {
  const t = useTexts();
  const without = (at: number) => onChange(value.filter((_, index) => index !== at));
  const replace = (at: number, attachment: Attachment) =>
    onChange(value.map((old, index) => (index === at ? attachment : old)));
  const isFull = value.length >= MOST;
  return (
    <Field label={t('wizard.attachments')} hint={t('wizard.attachmentsWhat', { max: MOST })}>
      {id => (
        <div className={styles.attachments}>
          {value.map((attachment, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: attachments have an order and nothing else of their own
            <div key={at} className={styles.attachment} data-kind={attachment.kind}>
              {attachment.kind === 'image' ? (
                <img src={`${BASE}/images/${attachment.file}`} alt="" />
              ) : (
                <Link value={attachment} onChange={link => replace(at, link)} />
              )}
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t(attachment.kind === 'image' ? 'wizard.removeImage' : 'wizard.removeLink')}
                onClick={() => without(at)}
              />
            </div>
          ))}
          <div className={styles.add}>
            <AddImages
              id={id}
              isFull={isFull}
              onAdded={files => onChange([...value, ...files].slice(0, MOST))}
            />
            <Button
              icon={<LinkOutlined />}
              disabled={isFull}
              onClick={() => onChange([...value, { kind: 'link', title: '', url: '' }])}
            >
              {t('wizard.addLink')}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}

type AddProps = { id: string; isFull: boolean; onAdded: (images: readonly Attachment[]) => void };

function AddImages({ id, isFull, onAdded }: AddProps) {
  const t = useTexts();
  const notify = useNotify();
  const picker = useRef<HTMLInputElement>(null);
  const add = useWrite(
    (files: readonly File[]) =>
      Promise.all(
        files.map(file =>
          upload<{ id: string }>('/images', file, { query: { name: file.name.slice(0, 200) } }),
        ),
      ),
    {
      onDone: stored => onAdded(stored.map(({ id: file }) => ({ kind: 'image', file }))),
      onProblem: notify.problem,
    },
  );
  return (
    <>
      <input
        ref={picker}
        id={id}
        className="visually-hidden"
        tabIndex={-1}
        type="file"
        accept="image/png,image/jpeg"
        multiple
        onChange={event => {
          add.run([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button
        icon={<PictureOutlined />}
        disabled={isFull}
        loading={add.isRunning}
        title={t('wizard.imageKinds')}
        onClick={() => picker.current?.click()}
      >
        {t('wizard.addImage')}
      </Button>
    </>
  );
}

type LinkAttachment = Extract<Attachment, { kind: 'link' }>;

function Link({ value, onChange }: { value: LinkAttachment; onChange: (link: LinkAttachment) => void }) {
  const t = useTexts();
  const field = (key: 'title' | 'url' | 'description', label: string, maxLength: number) => (
    <Input
      aria-label={label}
      placeholder={label}
      maxLength={maxLength}
      value={value[key] ?? ''}
      onChange={event => onChange({ ...value, [key]: event.target.value })}
    />
  );
  return (
    <div className={styles.link}>
      {field('title', t('wizard.linkTitle'), 64)}
      {field('url', t('wizard.linkUrl'), 2_048)}
      {field('description', t('wizard.linkDescription'), 170)}
    </div>
  );
}
