import type { accountPatch } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { Account } from './AccountsPage.tsx';
import { AgentIdField, AppSecretField, NameField, SecretField } from './fields.tsx';

type Values = { name: string; agentId?: string; secret?: string };

/** A channel's or a shop's name; of WeCom also the app. A secret that is left empty stays. */
export function EditAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const isWecom = account.kind === 'wecom';
  const isOfficial = account.kind === 'official_account';
  const save = ({ name, agentId, secret }: Values, key: string) => {
    const patch: Wire<typeof accountPatch> = {
      name,
      ...(agentId && { agentId: Number(agentId) }),
      ...(secret && { secret }),
    };
    return api.patch(`/accounts/${account.id}`, patch, { key });
  };
  return (
    <EditDrawer<Values>
      title={t('accounts.editTitle', { name: account.name })}
      initial={{
        name: account.name,
        ...(isWecom && { agentId: String(account.agentId ?? ''), secret: '' }),
        ...(isOfficial && { secret: '' }),
      }}
      save={save}
      refresh={['/accounts']}
      onSaved={() => notify.done(t('saved'))}
      onClose={onClose}
    >
      <NameField {...(!isWecom && !isOfficial && { hint: t('accounts.shopNameHint') })} />
      {isWecom && (
        <>
          <AgentIdField />
          <SecretField />
        </>
      )}
      {isOfficial && <AppSecretField />}
    </EditDrawer>
  );
}
