import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './Identities.module.css';
import { Phones } from './Phones.tsx';
import { sayIdentityKind, shortId } from './words.ts';

/** By what somebody is known: phones first, then the names and numbers of shops and platforms. */
export function Identities({ of }: { of: Customer }) {
  const t = useTexts();
  const others = of.identities.filter(identity => identity.kind !== 'phone');
  return (
    <ul className={styles.list}>
      <li>
        <span className={styles.kind}>{t('phone')}</span>
        <Phones of={of} />
      </li>
      {others.map(identity => (
        <li key={identity.id}>
          <span className={styles.kind}>
            {sayIdentityKind(identity.kind, t)}
            {identity.accountName && <span>{identity.accountName}</span>}
          </span>
          <span title={identity.shown}>{shortId(identity.shown)}</span>
        </li>
      ))}
    </ul>
  );
}
