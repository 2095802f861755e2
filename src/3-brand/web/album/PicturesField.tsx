import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { AddImages } from '#web/message/AddImages.tsx';
import { MOST_PICTURES } from '../../product-album/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';

type Props = { id?: string; value?: readonly string[]; onChange?: (files: string[]) => void };

/** Pictures of a product, the cover first. */
export function PicturesField({ id = 'album-pictures', value = [], onChange }: Props) {
  const t = useTexts();
  return (
    <div className={styles.adding}>
      {value.map((file, at) => (
        <span key={file} className={styles.picture}>
          <img src={`/api/v1/images/${file}`} alt={t('album.picture', { at: at + 1 })} />
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('album.removePicture', { at: at + 1 })}
            onClick={() => onChange?.(value.filter(one => one !== file))}
          />
        </span>
      ))}
      <AddImages
        id={id}
        isFull={value.length >= MOST_PICTURES}
        onAdded={files => onChange?.([...new Set([...value, ...files])].slice(0, MOST_PICTURES))}
      />
    </div>
  );
}
