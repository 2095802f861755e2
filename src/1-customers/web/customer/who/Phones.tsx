import { api } from '#web/api/api.ts';
import { MaskedPhone } from '#web/kit/MaskedPhone.tsx';
import { useSession } from '#web/session/session.ts';
import { goesBy } from '../../goes-by.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './Identities.module.css';
import { SharedMark } from './SharedMark.tsx';

/** All phones somebody is known by, masked; each look at one in full takes a reason. */
export function Phones({ of }: { of: Pick<Customer, 'name' | 'identities'> }) {
  const t = useTexts();
  const mayReveal = useSession().can('customers:unmask');
  const phones = of.identities.filter(identity => identity.kind === 'phone');
  if (phones.length === 0) return <MaskedPhone masked={null} whose="" />;
  return (
    <span className={styles.phones}>
      {phones.map(phone => (
        <span key={phone.id} className={styles.onePhone}>
          <MaskedPhone
            masked={phone.shown}
            whose={goesBy(of) || t('thisCustomer')}
            {...(mayReveal && { onReveal: (reason: string) => reveal(phone.id, reason) })}
          />
          <SharedMark of={phone} />
        </span>
      ))}
    </span>
  );
}

async function reveal(identityId: string, reason: string): Promise<string> {
  const { phone } = await api.post<{ phone: string }>(`/identities/${identityId}/unmask`, { reason });
  return phone.replace(/^\+86/, '');
}
