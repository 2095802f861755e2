import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import styles from './Card.module.css';

type Props = {
  /** Its place, from 0, among so many. */
  at: number;
  of: number;
  /** What it is called: 方案 1. */
  name: string;
  /** What it says, in a sentence. */
  said: ReactNode;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  children: ReactNode;
};

/** One of an ordered few, the first that fits counting: its sentence, its fields, its place. */
export function Card({ at, of, name, said, onMove, onRemove, children }: Props) {
  const t = useTexts();
  return (
    <li className={styles.card} aria-label={name}>
      <div className={styles.head}>
        <strong>{name}</strong>
        <span className={styles.said}>{said}</span>
        {of > 1 && (
          <span className={styles.tools}>
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              disabled={at === 0}
              aria-label={t('ordered.up', { name })}
              onClick={() => onMove(-1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              disabled={at === of - 1}
              aria-label={t('ordered.down', { name })}
              onClick={() => onMove(1)}
            />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('ordered.remove', { name })}
              onClick={onRemove}
            />
          </span>
        )}
      </div>
      <div className={styles.fields}>{children}</div>
    </li>
  );
}
