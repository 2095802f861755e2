import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTexts } from '../../texts/index.ts';
import type { Account } from '../AccountsPage.tsx';
import type { Check } from './ConnectPage.tsx';
import styles from './Step.module.css';

type StepOf = Check['steps'][number];
type Props = { step: StepOf; number: number; account: Account; onFix: (part: 'keys' | 'callback') => void };

const ICONS = { ok: CheckCircleFilled, failed: CloseCircleFilled, waiting: ClockCircleOutlined } as const;

/** One thing that WeCom must grant: how it stands, in WeCom's own words, and where to change it. */
export function Step({ step: { step, state, message }, number, account, onFix }: Props) {
  const t = useTexts();
  const Icon = ICONS[state];
  const part = step === 'keys' ? 'keys' : step === 'callback' ? 'callback' : undefined;
  // What waits for a step before it has nothing to be done yet.
  const isOpen = state === 'failed' || (step === 'callback' && state === 'waiting');
  const hasPage = isOpen && step !== 'network' && account.simulatorUrl === null;
  return (
    <li className={styles.step} data-state={state}>
      <Icon className={styles.icon} aria-label={t(`accounts.check.state.${state}`)} />
      <div className={styles.words}>
        <h2>
          {number}. {t(`accounts.check.steps.${step}`)}
        </h2>
        <p role={state === 'failed' ? 'alert' : undefined} className={styles.message}>
          {message}
        </p>
        {isOpen && <p className={styles.where}>{t(`accounts.check.where.${step}`)}</p>}
        {(part || hasPage) && (
          <p className={styles.actions}>
            {part && (
              <Button onClick={() => onFix(part)}>
                {t(
                  part === 'keys'
                    ? 'accounts.check.fixKeys'
                    : account.hasCallbackKeys
                      ? 'accounts.changeKeys'
                      : 'accounts.setKeys',
                )}
              </Button>
            )}
            {hasPage && (
              <Button type="link" href={CONSOLE} target="_blank" rel="noreferrer">
                {t('accounts.check.openConsole')}
              </Button>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

const CONSOLE = 'https://work.weixin.qq.com/wework_admin/frame';
