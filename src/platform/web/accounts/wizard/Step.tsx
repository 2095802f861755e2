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
  const words = useStepWords(account, step);
  const Icon = ICONS[state];
  const part = step === 'keys' ? 'keys' : step === 'callback' ? 'callback' : undefined;
  // What waits for a step before it has nothing to be done yet.
  const isOpen = state === 'failed' || (step === 'callback' && state === 'waiting');
  const isOfficial = account.kind === 'official_account';
  const hasPage = isOpen && step !== 'network' && account.simulatorUrl === null;
  return (
    <li className={styles.step} data-state={state}>
      <Icon className={styles.icon} aria-label={t(`accounts.check.state.${state}`)} />
      <div className={styles.words}>
        <h2>
          {number}. {words.title}
        </h2>
        <p role={state === 'failed' ? 'alert' : undefined} className={styles.message}>
          {message}
        </p>
        {isOpen && <p className={styles.where}>{words.where}</p>}
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
              <Button type="link" href={isOfficial ? PLATFORM : CONSOLE} target="_blank" rel="noreferrer">
                {t(isOfficial ? 'official.openConsole' : 'accounts.check.openConsole')}
              </Button>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

const CONSOLE = 'https://work.weixin.qq.com/wework_admin/frame';
const PLATFORM = 'https://mp.weixin.qq.com';

const OF_OFFICIAL = ['network', 'keys', 'address', 'followers', 'callback'] as const;
const OF_WECOM = ['network', 'keys', 'address', 'range', 'contact', 'callback'] as const;

/** What a step is called, and where on the platform it is settled. */
function useStepWords({ kind }: Account, step: StepOf['step']): { title: string; where: string } {
  const t = useTexts();
  const official = OF_OFFICIAL.find(one => kind === 'official_account' && one === step);
  if (official)
    return { title: t(`official.checkSteps.${official}`), where: t(`official.where.${official}`) };
  const wecom = OF_WECOM.find(one => one === step);
  if (!wecom) return { title: step, where: '' };
  return { title: t(`accounts.check.steps.${wecom}`), where: t(`accounts.check.where.${wecom}`) };
}
