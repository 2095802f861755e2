import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { conditionsIn, type Group } from '../rule/draft.ts';
import { parseRule, type Reading } from '../rule/read-rule.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Builder.module.css';

const EXAMPLE = '{ "attribute": "city", "test": { "is": "one_of", "values": ["杭州"] } }';

/** A rule as JSON, from a colleague or a program, in place of the one there is. */
export function PasteRule({ onPaste, onClose }: { onPaste: (root: Group) => void; onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const [text, setText] = useState('');
  const reading = text.trim() === '' ? undefined : parseRule(text);
  const isWrong = reading !== undefined && reading.root === undefined;
  const paste = () => {
    if (!reading?.root) return;
    onPaste(reading.root);
    onClose();
  };
  return (
    <Modal
      open
      title={t('build.pasteTitle')}
      okText={t('build.pasteDo')}
      okButtonProps={{ disabled: !reading?.root }}
      onOk={paste}
      onCancel={onClose}
    >
      <p className={styles.quiet}>{t('build.pasteWhat')}</p>
      <label htmlFor={id} className="visually-hidden">
        {t('build.pasteLabel')}
      </label>
      <Input.TextArea
        id={id}
        autoFocus
        className={styles.json ?? ''}
        rows={10}
        spellCheck={false}
        placeholder={EXAMPLE}
        value={text}
        status={isWrong ? 'error' : ''}
        aria-describedby={`${id}-says`}
        onChange={event => setText(event.target.value)}
      />
      <p id={`${id}-says`} role="status" className={styles.jsonSays} data-wrong={isWrong}>
        <ReadingWords reading={reading} />
      </p>
    </Modal>
  );
}

function ReadingWords({ reading }: { reading: Reading | undefined }) {
  const t = useTexts();
  if (!reading) return null;
  if (reading.root) return t('build.pasteFine', { count: conditionsIn(reading.root).length });
  return reading.at ? t('build.pasteWrong', { at: reading.at }) : t('build.pasteNoJson');
}
