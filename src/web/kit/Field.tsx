import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

type Props = {
  label: ReactNode;
  /** At the end of the label's line. */
  aside?: ReactNode;
  /** Under the control: what is meant, or what is wrong. */
  hint?: ReactNode;
  isWrong?: boolean;
  children: (id: string) => ReactNode;
};

/** A label, a control, a line below it. */
export function Field({ label, aside, hint, isWrong = false, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      {children(id)}
      {hint && (
        <p className={styles.hint} data-wrong={isWrong}>
          {hint}
        </p>
      )}
    </div>
  );
}
