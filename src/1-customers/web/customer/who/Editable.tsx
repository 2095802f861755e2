import { EditOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { ApiProblem } from '#web/api/problem.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './Editable.module.css';

type Props<T> = {
  label: string;
  /** As it reads; nothing shows a dash. */
  shown: ReactNode;
  /** There is nothing to show. */
  isEmpty?: boolean;
  value: T;
  edit: (draft: T, set: (next: T) => void, id: string) => ReactNode;
  /** Who changed it by hand, and when: no file changes it any more. */
  corrected?: Customer['corrected'][string] | undefined;
  /** Absent: the member may only read. */
  save?: ((draft: T) => Promise<unknown>) | undefined;
};

/** One line of what is known, changed where it stands: Enter saves, Escape leaves it as it was. */
export function Editable<T>({ label, shown, isEmpty = !shown, value, edit, corrected, save }: Props<T>) {
  const t = useTexts();
  const [isEditing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    setTimeout(() => opener.current?.focus());
  };
  return (
    <div className={styles.fact} data-editing={isEditing}>
      <dt>{label}</dt>
      <dd>
        {isEditing && save ? (
          <Draft label={label} value={value} edit={edit} save={save} onClose={close} />
        ) : (
          <>
            <span className={styles.shown}>
              {isEmpty ? <span className={styles.none}>–</span> : shown}
              {corrected && <Corrected {...corrected} />}
            </span>
            {save && (
              <button
                ref={opener}
                type="button"
                className={styles.open}
                aria-label={t('who.edit', { what: label })}
                title={t('who.edit', { what: label })}
                onClick={() => setEditing(true)}
              >
                <EditOutlined />
              </button>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

function Corrected({ at, by }: Customer['corrected'][string]) {
  const t = useTexts();
  const said = t('rights.correct.line', { who: by, day: formatInstant(at, 'day') });
  return (
    <Tooltip title={said}>
      <span className={styles.corrected}>{t('rights.correct.mark')}</span>
    </Tooltip>
  );
}

type DraftProps<T> = Omit<Props<T>, 'shown' | 'isEmpty' | 'save' | 'corrected'> & {
  save: (draft: T) => Promise<unknown>;
  onClose: () => void;
};

function Draft<T>({ label, value, edit, save, onClose }: DraftProps<T>) {
  const t = useTexts();
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft === value) return onClose();
    setSaving(true);
    save(draft).then(onClose, (failure: unknown) => {
      setProblem(failure);
      setSaving(false);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
  };
  return (
    <form className={styles.draft} onSubmit={submit} onKeyDown={onKeyDown}>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      {edit(draft, setDraft, id)}
      {problem !== undefined && <Fault of={problem} />}
      <div className={styles.buttons}>
        <Button size="small" type="primary" htmlType="submit" loading={isSaving}>
          {t('save')}
        </Button>
        <Button size="small" type="text" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function Fault({ of }: { of: unknown }) {
  const { detail } = useProblemWords(of);
  const [first] = of instanceof ApiProblem ? (of.body.errors ?? []) : [];
  return (
    <p role="alert" className={styles.fault}>
      {first?.message ?? detail}
    </p>
  );
}
