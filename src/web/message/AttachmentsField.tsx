import {
  AppstoreOutlined,
  CloseOutlined,
  FileOutlined,
  LinkOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { BASE } from '../api/client.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { Field } from '../kit/Field.tsx';
import { AddFile } from './AddFile.tsx';
import { AddImages } from './AddImages.tsx';
import styles from './AttachmentsField.module.css';
import { type Attachment, KINDS, type Kind } from './attachment.ts';
import { LinkFields, MiniprogramFields } from './CardFields.tsx';

/** What WeCom takes in one message. */
const MOST = 9;

type Props = {
  value: readonly Attachment[];
  onChange: (attachments: readonly Attachment[]) => void;
  /** What the channel carries; what hangs on it already stays until somebody takes it off. */
  kinds?: readonly Kind[];
  /** How many there may be. */
  most?: number;
};

/** What hangs on the words, each a message of its own below them. */
export function AttachmentsField({ value, onChange, kinds = KINDS, most = MOST }: Props) {
  const t = useWebTexts();
  const without = (at: number) => onChange(value.filter((_, index) => index !== at));
  const replace = (at: number, attachment: Attachment) =>
    onChange(value.map((old, index) => (index === at ? attachment : old)));
  return (
    <Field label={t('message.attachments')} hint={t('message.attachmentsWhat', { max: most })}>
      {id => (
        <div className={styles.attachments}>
          {value.map((attachment, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: attachments have an order and nothing else of their own
            <div key={at} className={styles.attachment} data-kind={attachment.kind}>
              <Attached value={attachment} onChange={next => replace(at, next)} />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t(`message.remove.${attachment.kind}`)}
                onClick={() => without(at)}
              />
            </div>
          ))}
          <Adding
            id={id}
            kinds={kinds}
            isFull={value.length >= most}
            onAdded={added => onChange([...value, ...added].slice(0, most))}
          />
        </div>
      )}
    </Field>
  );
}

function Attached({ value, onChange }: { value: Attachment; onChange: (next: Attachment) => void }) {
  switch (value.kind) {
    case 'image':
      return <img src={`${BASE}/images/${value.file}`} alt="" />;
    case 'link':
      return <LinkFields value={value} onChange={onChange} />;
    case 'miniprogram':
      return <MiniprogramFields value={value} onChange={onChange} />;
    default:
      return (
        <span className={styles.file}>
          {value.kind === 'video' ? <VideoCameraOutlined /> : <FileOutlined />}
          <span>{value.name}</span>
        </span>
      );
  }
}

type AddingProps = {
  id: string;
  kinds: readonly Kind[];
  isFull: boolean;
  onAdded: (attachments: readonly Attachment[]) => void;
};

function Adding({ id, kinds, isFull, onAdded }: AddingProps) {
  const t = useWebTexts();
  return (
    <div className={styles.add}>
      <AddImages id={id} isFull={isFull} onAdded={files => onAdded(files.map(imageOf))} />
      <Button
        icon={<LinkOutlined />}
        disabled={isFull}
        onClick={() => onAdded([{ kind: 'link', title: '', url: '' }])}
      >
        {t('message.add.link')}
      </Button>
      <Button
        icon={<AppstoreOutlined />}
        disabled={isFull}
        onClick={() => onAdded([{ kind: 'miniprogram', title: '', appId: '', page: '', cover: '' }])}
      >
        {t('message.add.miniprogram')}
      </Button>
      {(['video', 'file'] as const)
        .filter(kind => kinds.includes(kind))
        .map(kind => (
          <AddFile key={kind} kind={kind} isFull={isFull} onAdded={one => onAdded([one])} />
        ))}
    </div>
  );
}

const imageOf = (file: string): Attachment => ({ kind: 'image', file });
