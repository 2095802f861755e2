import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Language } from '#platform/contract.ts';
import { api } from '../api/api.ts';
import { useWrite } from '../api/queries.ts';
import { speak, useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { useProblemWords } from '../kit/ErrorState.tsx';
import { Notice } from '../kit/Notice.tsx';
import { useDocumentTitle } from '../kit/use-document-title.ts';
import { Mark } from '../shell/Mark.tsx';
import styles from './LoginPage.module.css';
import { LoopDrawing } from './LoopDrawing.tsx';
import { safeTarget } from './safe-target.ts';
import { type Session, sessionQuery, welcomeQuery } from './session.ts';
import { WecomRefusal, WecomSignIn } from './WecomSignIn.tsx';

/** The door: who this shop is, two fields, and for the demo how to get in. */
export default function LoginPage() {
  const t = useWebTexts();
  const language = useLanguage();
  const [chosen, setChosen] = useState<Language>();
  const other = language === 'zh' ? 'en' : 'zh';
  const choose = () => void speak(other).then(() => setChosen(other));
  const { data: welcome } = useQuery(welcomeQuery);
  const shop = welcome?.name;
  const title = shop ? t('login.welcome', { shop }) : t('login.title');
  useDocumentTitle(title);
  return (
    <div className={styles.page}>
      <aside className={styles.side}>
        <LoopDrawing />
        <p>{t('slogan')}</p>
      </aside>
      <main className={styles.main}>
        <div className={styles.door}>
          <Mark size={40} />
          <h1>{title}</h1>
          {welcome?.loginHint && <Notice title={t('login.hint')}>{welcome.loginHint}</Notice>}
          <WecomRefusal />
          <LoginForm language={chosen} />
          <WecomSignIn />
          <p className={styles.forgot}>{t('login.forgot')}</p>
          <button type="button" className={styles.language} onClick={choose}>
            {t('shell.switchLanguage')}
          </button>
        </div>
      </main>
    </div>
  );
}

type Credentials = { login: string; password: string };

function LoginForm({ language }: { language: Language | undefined }) {
  const t = useWebTexts();
  const enter = useEnter(language);
  const signIn = useWrite((given: Credentials, key) => api.post<Session>('/session', given, { key }), {
    onDone: enter,
  });
  const words = useProblemWords(signIn.problem);
  return (
    <Form layout="vertical" requiredMark={false} onFinish={signIn.run} className={styles.form ?? ''}>
      {signIn.problem && (
        <Notice kind="stop" title={words.title}>
          {words.detail}
        </Notice>
      )}
      <Form.Item
        name="login"
        label={t('login.login')}
        rules={[{ required: true, message: t('login.loginMissing') }]}
      >
        <Input size="large" autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('login.password')}
        rules={[{ required: true, message: t('login.passwordMissing') }]}
      >
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" size="large" htmlType="submit" block loading={signIn.isRunning}>
        {t('login.submit')}
      </Button>
    </Form>
  );
}

/** In: to where they wanted to go, in the language chosen at the door, else in the member's own. */
function useEnter(chosen: Language | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const to = useLocation({ select: location => (location.search as { to?: string }).to });
  const enter = async (given: Session) => {
    const own = given.member.language;
    const isOther = chosen !== undefined && chosen !== own;
    const session = isOther ? await api.patch<Session>('/session', { language: chosen }) : given;
    await speak(session.member.language);
    client.setQueryData(sessionQuery.queryKey, session);
    const target = safeTarget(to);
    // A page of its own, outside the console.
    if (target.startsWith('/sidebar/')) return location.replace(target);
    await navigate({ href: target, replace: true });
  };
  return (session: Session) => void enter(session);
}
