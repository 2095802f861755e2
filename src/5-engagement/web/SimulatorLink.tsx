import { ExportOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useWecomAccounts } from './reads.ts';
import { useTexts } from './texts/index.ts';

/** Where the account is the simulator's: the way to its page, to play members and customers in a second tab. */
export function SimulatorLink({ accountId }: { accountId: string | null | undefined }) {
  const t = useTexts();
  const account = useWecomAccounts()?.find(({ id }) => id === accountId);
  if (!account?.simulatorUrl) return null;
  return (
    <Tooltip title={t('simulatorWhat')}>
      <Button href={account.simulatorUrl} target="siyu-simulator" icon={<ExportOutlined />}>
        {t('simulator')}
      </Button>
    </Tooltip>
  );
}
