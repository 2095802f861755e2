import { LinkOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { BASE } from '#web/api/client.ts';
import { useTexts } from '../texts/index.ts';
import styles from './MomentPhone.module.css';

type Props = {
  text: string;
  images: readonly string[];
  link: { title: string; cover: string | undefined } | undefined;
  hasVideo: boolean;
  sender: string;
  company?: string | undefined;
};

/** A moment as it stands in the customer's feed. */
export function MomentPhone({ text, images, link, hasVideo, sender, company }: Props) {
  const t = useTexts();
  const isBare = text.trim() === '' && images.length === 0 && !link && !hasVideo;
  return (
    <div className={styles.phone}>
      <span className={styles.face} aria-hidden="true">
        {/^[\x20-\x7e]/.test(sender) ? sender.slice(0, 1).toUpperCase() : sender.slice(-1)}
      </span>
      <div className={styles.moment}>
        <p className={styles.sender}>
          {sender}
          {company && <span>@{company}</span>}
        </p>
        {text.trim() !== '' && <p className={styles.text}>{text}</p>}
        {isBare && <p className={styles.placeholder}>{t('moments.consequence.placeholder')}</p>}
        {images.length > 0 && (
          <div className={styles.images} data-count={columnsOf(images.length)}>
            {images.map(file => (
              <img key={file} src={`${BASE}/images/${file}`} alt="" />
            ))}
          </div>
        )}
        {link && (
          <div className={styles.link}>
            {link.cover ? (
              <img src={`${BASE}/images/${link.cover}`} alt="" />
            ) : (
              <span aria-hidden="true">
                <LinkOutlined />
              </span>
            )}
            <span>{link.title || '…'}</span>
          </div>
        )}
        {hasVideo && (
          <div className={styles.video}>
            <PlayCircleOutlined aria-label={t('moments.video')} />
          </div>
        )}
        <p className={styles.time}>{t('moments.consequence.justNow')}</p>
      </div>
    </div>
  );
}

/** One picture stands alone, four in a square, others three in a row, as WeChat lays them out. */
function columnsOf(count: number): 1 | 2 | 3 {
  if (count === 1) return 1;
  return count === 4 ? 2 : 3;
}
