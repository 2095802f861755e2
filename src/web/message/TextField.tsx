import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea.js';
import { useRef } from 'react';
import { TEXT_BYTES, VARIABLES, type Variable } from '#brand/variables';
import { useWebTexts, useWords } from '../i18n/i18n.ts';
import { Field } from '../kit/Field.tsx';
import { formatCount } from '../kit/format.ts';
import styles from './TextField.module.css';
import { bytesOf, insert, placeOf, unknownPlaces, VARIABLE_NAMES } from './text.ts';

type Props = {
  value: string;
  onChange: (text: string) => void;
  /** Part of a text rather than the whole: one line under a name of its own, without the platform’s length. */
  label?: string;
  /** How many bytes the platform takes, where it is not WeCom. */
  most?: number;
};

/** The words, with variables to put in, and how long they are in the platform's own measure. */
export function TextField({ value, onChange, label, most = TEXT_BYTES }: Props) {
  const t = useWebTexts();
  const area = useRef<TextAreaRef>(null);
  const bytes = bytesOf(value);
  const [wrong] = unknownPlaces(value);
  const put = (variable: Variable) => {
    const element = area.current?.resizableTextArea?.textArea;
    const end = value.length;
    const selection = { start: element?.selectionStart ?? end, end: element?.selectionEnd ?? end };
    const { text, at } = insert(value, placeOf(variable, t(`message.fallback.${variable}`)), selection);
    onChange(text);
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(at, at);
    });
  };
  const hint = wrong
    ? t('message.unknownPlace', { place: wrong })
    : t(value.includes('{{') ? 'message.fallbackHint' : 'message.textHint');
  const length = (
    <span className={styles.bytes} data-over={bytes > most}>
      {t('message.bytes', { used: formatCount(bytes), max: formatCount(most) })}
    </span>
  );
  return (
    <div>
      <Field
        label={label ?? t('message.text')}
        aside={label ? undefined : length}
        hint={label && !wrong ? undefined : hint}
        isWrong={wrong !== undefined}
      >
        {id => (
          <Input.TextArea
            ref={area}
            id={id}
            autoSize={label ? { minRows: 1, maxRows: 3 } : { minRows: 5, maxRows: 14 }}
            status={bytes > most || wrong ? 'error' : ''}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
        )}
      </Field>
      <Chips onPut={put} />
    </div>
  );
}

function Chips({ onPut }: { onPut: (variable: Variable) => void }) {
  const t = useWebTexts();
  const words = useWords();
  return (
    <span className={styles.chips}>
      {t('message.insert')}
      {VARIABLE_NAMES.map(variable => (
        <Button key={variable} size="small" onClick={() => onPut(variable)}>
          {words(VARIABLES[variable])}
        </Button>
      ))}
    </span>
  );
}
