import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import styles from './FilterBar.module.css';

type Props = {
  id: string;
  label: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
};

/** Text to look for. The list follows a moment after the last key, never in the middle of composing a word. */
export function TextField({ id, label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value ?? '');
  const [isComposing, setComposing] = useState(false);
  const [known, setKnown] = useState(value);
  // Back, a saved view or "clear" changed it from outside.
  if (known !== value) {
    setKnown(value);
    if ((value ?? '') !== typed.trim()) setTyped(value ?? '');
  }
  const commit = useEffectEvent((text: string) => {
    if (text !== (value ?? '')) onChange(text || undefined);
  });
  useEffect(() => {
    if (isComposing) return;
    const timer = setTimeout(() => commit(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed, isComposing]);
  return (
    <Input
      id={id}
      type="search"
      className={styles.text ?? ''}
      aria-label={label}
      placeholder={label}
      prefix={<SearchOutlined />}
      allowClear
      value={typed}
      onChange={event => setTyped(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    />
  );
}
