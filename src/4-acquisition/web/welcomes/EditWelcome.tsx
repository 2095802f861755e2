import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { Refused } from '#web/kit/Refused.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { VariantsField } from '../welcome/VariantsField.tsx';
import { blankVariant, isSaid, variantDrafts, variantsOf, type Welcome } from '../welcome/variants.ts';
import type { AccountWelcome } from './AccountPanel.tsx';
import styles from './Welcomes.module.css';

/** Writes what an account says to newcomers; null: nothing any more. */
export function useSaveWelcome(accountId: string, done: string, onDone?: () => void) {
  const notify = useNotify();
  return useWrite((welcome: Welcome | null, key) => api.put(`/welcomes/${accountId}`, { welcome }, { key }), {
    refresh: ['/welcomes'],
    onDone: () => {
      notify.done(done);
      onDone?.();
    },
  });
}

type Props = { of: AccountWelcome; onClose: () => void };

/** The pen for one account's welcomes; what is refused stays on the page. */
export function EditWelcome({ of: { account, welcome }, onClose }: Props) {
  const t = useTexts();
  const web = useWebTexts();
  const [variants, setVariants] = useState(() => (welcome ? variantDrafts(welcome) : [blankVariant()]));
  const save = useSaveWelcome(account.id, t('welcomes.saved'), onClose);
  const unsaid = variants.findIndex(one => !isSaid(one));
  return (
    <div>
      <Refused problem={save.problem} />
      <VariantsField
        value={variants}
        onChange={next => setVariants([...next])}
        company={account.name}
        speaker={account.kind === 'official_account' ? 'account' : 'member'}
      />
      <div className={styles.foot}>
        <span className={styles.missing}>
          {unsaid >= 0 && web('wizard.missing', { what: t('editor.missing.variant', { at: unsaid + 1 }) })}
        </span>
        <Button type="text" onClick={onClose}>
          {web('cancel')}
        </Button>
        <Button
          type="primary"
          disabled={unsaid >= 0}
          loading={save.isRunning}
          onClick={() => save.run({ variants: variantsOf(variants) })}
        >
          {web('save')}
        </Button>
      </div>
    </div>
  );
}
