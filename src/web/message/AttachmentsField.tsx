import { CloseOutlined, LinkOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { BASE } from '../api/client.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { Field } from '../kit/Field.tsx';
import { AddImages } from './AddImages.tsx';
import styles from './AttachmentsField.module.css';
import type { Attachment } from './attachment.ts';

/** What WeCom takes in one message. */
const MOST = 9;

type Props = { value: readonly Attachment[]; onChange: (attachments: readonly Attachment[]) => void };

/** Pictures and links, each a message of its own below the words. */
export function AttachmentsField({ value, onChange }: Props) {
  const t = useWebTexts();
  const without = (at: number) => onChange(value.filter((_, index) => index !== at));
  const replace = (at: number, attachment: Attachment) =>
    onChange(value.map((old, index) => (index === at ? attachment : old)));
  const isFull = value.length >= MOST;
  return (
    <Field label={t('message.attachments')} hint={t('message.attachmentsWhat', { max: MOST })}>
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
                aria-label={t(attachment.kind === 'image' ? 'message.removeImage' : 'message.removeLink')}
                onClick={() => without(at)}
              />
            </div>
          ))}
          <div className={styles.add}>
            <AddImages
              id={id}
              isFull={isFull}
              onAdded={files => onChange([...value, ...files.map(imageOf)].slice(0, MOST))}
            />
            <Button
              icon={<LinkOutlined />}
              disabled={isFull}
              onClick={() => onChange([...value, { kind: 'link', title: '', url: '' }])}
            >
              {t('message.addLink')}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}

const imageOf = (file: string): Attachment => ({ kind: 'image', file });

type LinkAttachment = Extract<Attachment, { kind: 'link' }>;

function Link({ value, onChange }: { value: LinkAttachment; onChange: (link: LinkAttachment) => void }) {
  const t = useWebTexts();
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
      {field('title', t('message.linkTitle'), 64)}
      {field('url', t('message.linkUrl'), 2_048)}
      {field('description', t('message.linkDescription'), 170)}
    </div>
  );
}
