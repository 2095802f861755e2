import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import type { signInWays } from '#customers/contract';
import { api } from '../api/api.ts';
import { type Query, queryString, type Wire } from '../api/client.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { Notice } from '../kit/Notice.tsx';
import styles from './LoginPage.module.css';
import { safeTarget } from './safe-target.ts';

type Ways = Wire<typeof signInWays>;
type Came = { to?: string; refused?: string; errcode?: string };

const useCame = () => useLocation({ select: location => location.search as Came });

/** The other way in: WeCom says who somebody is. One button per corp, and the corp's name where there are several. */
export function WecomSignIn() {
  const t = useWebTexts();
  const { to } = useCame();
  const { data } = useQuery({ queryKey: ['/sign-in'], queryFn: () => api.get<Ways>('/sign-in') });
  if (!data || data.wecom.length === 0) return null;
  return (
    <div className={styles.ways}>
      <span className={styles.or}>{t('login.or')}</span>
      {data.wecom.map(({ id, name }) => (
        <Button key={id} size="large" block href={`/api/v1/sign-in/wecom${queryString(wayOf(id, to))}`}>
          {data.wecom.length > 1 ? t('login.wecomOf', { corp: name }) : t('login.wecom')}
        </Button>
      ))}
    </div>
  );
}

function wayOf(account: string, to: string | undefined): Query {
  return { account, ...(to !== undefined && { to: safeTarget(to) }) };
}

/** Why WeCom's way did not lead in. */
export function WecomRefusal() {
  const t = useWebTexts();
  const { refused, errcode = '' } = useCame();
  if (refused === undefined) return null;
  const why = isKnown(refused) ? refused : 'state';
  return (
    <Notice kind="stop" title={t('login.refused.title')}>
      {t(`login.refused.${why}`, { errcode: String(errcode) })}
    </Notice>
  );
}

const REFUSALS = ['state', 'outsider', 'unknown', 'disabled', 'code', 'wecom', 'no_account'] as const;

function isKnown(refused: string): refused is (typeof REFUSALS)[number] {
  return (REFUSALS as readonly string[]).includes(refused);
}
