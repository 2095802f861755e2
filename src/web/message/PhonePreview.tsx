import { LinkOutlined } from '@ant-design/icons';
import { BASE } from '../api/client.ts';
import type { Attachment } from './attachment.ts';
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
  if (attachment.kind === 'image')
    return <img className={styles.image} src={`${BASE}/images/${attachment.file}`} alt="" />;
  return (
    <div className={styles.link}>
      <strong>{attachment.title || '…'}</strong>
      <span>{attachment.description}</span>
      <span className={styles.picture}>
        <LinkOutlined />
      </span>
    </div>
  );
}
