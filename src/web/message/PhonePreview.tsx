import { AppstoreOutlined, FileOutlined, LinkOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { BASE } from '../api/client.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import type { Attachment, Of } from './attachment.ts';
import styles from './PhonePreview.module.css';

type Props = {
  text: string;
  attachments: readonly Attachment[];
  /** Who sends: the member, at the company. */
  sender: string;
  company?: string | undefined;
};

/** A message as it stands in the customer's chat: words first, each attachment a message of its own. */
export function PhonePreview({ text, attachments, sender, company }: Props) {
  return (
    <div className={styles.phone}>
      <p className={styles.head}>
        {sender}
        {company && <span>@{company}</span>}
      </p>
      <div className={styles.chat}>
        {text.trim() !== '' && (
          <Said by={sender}>
            <p className={styles.bubble}>{text}</p>
          </Said>
        )}
        {attachments.map((attachment, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two equal attachments are told apart by their place only
          <Said key={at} by={sender}>
            <Attached attachment={attachment} />
          </Said>
        ))}
      </div>
    </div>
  );
}

function Said({ by, children }: { by: string; children: React.ReactNode }) {
  return (
    <div className={styles.said}>
      <span className={styles.face} aria-hidden="true">
        {faceOf(by)}
      </span>
      {children}
    </div>
  );
}

/** The one character that stands for a person: a Chinese name's last, another name's first. */
function faceOf(name: string): string {
  return /^[\x20-\x7e]/.test(name) ? name.slice(0, 1).toUpperCase() : name.slice(-1);
}

function Attached({ attachment }: { attachment: Attachment }) {
  switch (attachment.kind) {
    case 'image':
      return <img className={styles.image} src={imageOf(attachment.file)} alt="" />;
    case 'link':
      return (
        <div className={styles.link}>
          <strong>{attachment.title || '…'}</strong>
          <span>{attachment.description}</span>
          <span className={styles.picture}>
            {attachment.picture ? <img src={imageOf(attachment.picture)} alt="" /> : <LinkOutlined />}
          </span>
        </div>
      );
    case 'miniprogram':
      return <Miniprogram card={attachment} />;
    case 'video':
      return (
        <span className={styles.video} role="img" aria-label={attachment.name}>
          <PlayCircleOutlined />
        </span>
      );
    case 'file':
      return (
        <div className={styles.file}>
          <span>{attachment.name}</span>
          <FileOutlined />
        </div>
      );
  }
}

function Miniprogram({ card: { title, cover } }: { card: Of<'miniprogram'> }) {
  const t = useWebTexts();
  return (
    <div className={styles.mini}>
      <strong>{title || '…'}</strong>
      <span className={styles.cover}>{cover && <img src={imageOf(cover)} alt="" />}</span>
      <span className={styles.foot}>
        <AppstoreOutlined /> {t('message.miniprogram')}
      </span>
    </div>
  );
}

const imageOf = (file: string) => `${BASE}/images/${file}`;
