import { ExportOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useLanguage } from '#web/i18n/i18n.ts';
import { useWecomAccounts } from './reads.ts';
import { useTexts } from './texts/index.ts';

type Props = {
  accountId: string | null | undefined;
  /** It is what one does next. */
  isNext: boolean;
};

/** Where the account is the simulator's: the way to its page, to play members and customers in a second tab. */
export function SimulatorLink({ accountId, isNext }: Props) {
  const t = useTexts();
  const language = useLanguage();
  const account = useWecomAccounts()?.find(({ id }) => id === accountId);
  if (!account?.simulatorUrl) return null;
  return (
    <Tooltip title={t('simulatorWhat')}>
      <Button
        type={isNext ? 'primary' : 'default'}
        href={`${account.simulatorUrl}?lang=${language}`}
        target="siyu-simulator"
        icon={<ExportOutlined />}
      >
        {t('simulator')}
      </Button>
    </Tooltip>
  );
}
