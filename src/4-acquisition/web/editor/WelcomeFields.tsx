import { Radio } from 'antd';
import { useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { VariantsField } from '../welcome/VariantsField.tsx';
import { blankVariant } from '../welcome/variants.ts';
import styles from './Editor.module.css';
import type { SectionProps } from './Editor.tsx';

/** What greets who comes by this code: the account's words, or words of its own. */
export function WelcomeFields({ draft, change, code }: SectionProps) {
  const t = useTexts();
  const { welcome, accountId } = draft;
  const account = useWecomAccounts()?.find(one => one.id === accountId);
  return (
    <div className={styles.stack}>
      <Radio.Group
        vertical
        aria-label={t('editor.welcome')}
        value={welcome ? 'own' : 'account'}
        onChange={event => change({ welcome: event.target.value === 'own' ? [blankVariant()] : null })}
        options={[
          { value: 'account', label: t('editor.welcomeAccount') },
          { value: 'own', label: t('editor.welcomeOwn') },
        ]}
      />
      {welcome && (
        <VariantsField
          value={welcome}
          onChange={next => change({ welcome: next })}
          company={account?.name}
          known={code?.members ?? []}
        />
      )}
    </div>
  );
}
