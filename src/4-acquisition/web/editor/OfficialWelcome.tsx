import { Checkbox } from 'antd';
import { useState } from 'react';
import { useOfficialAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { VariantsField } from '../welcome/VariantsField.tsx';
import { blankVariant, variantDrafts, variantsOf, type Welcome } from '../welcome/variants.ts';

type Props = { accountId: string; value: Welcome | null; onChange: (welcome: Welcome | null) => void };

/** What the official account answers who comes by this code; without it, what it says to everybody who follows. */
export function OfficialWelcome({ accountId, value, onChange }: Props) {
  const t = useTexts();
  const account = useOfficialAccounts().find(one => one.id === accountId);
  const [drafts, setDrafts] = useState(() => (value ? variantDrafts(value) : []));
  const put = (next: typeof drafts) => {
    setDrafts(next);
    onChange(next.length > 0 ? { variants: variantsOf(next) } : null);
  };
  return (
    <div>
      <Checkbox
        checked={drafts.length > 0}
        onChange={event => put(event.target.checked ? [blankVariant()] : [])}
      >
        {t('official.ownWelcome')}
      </Checkbox>
      {drafts.length > 0 && (
        <VariantsField
          value={drafts}
          onChange={next => put([...next])}
          company={account?.name}
          speaker="account"
        />
      )}
    </div>
  );
}
