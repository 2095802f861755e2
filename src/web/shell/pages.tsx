import { useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorState } from '../kit/ErrorState.tsx';
import { PageLink } from '../kit/PageLink.tsx';
import { useDocumentTitle } from '../kit/use-document-title.ts';
import { useSession } from '../session/session.ts';
import { useNavigation } from './use-navigation.ts';

/** 404: an address nobody answers to. */
export function MissingPage() {
  const t = useWebTexts();
  useDocumentTitle(t('page.notFound'));
  return (
    <EmptyState
      size="page"
      title={t('page.notFound')}
      what={t('page.notFoundWhat')}
      action={<PageLink to="/">{t('page.toHome')}</PageLink>}
    />
  );
}

/** 403: a page the member's role does not open. */
export function ForbiddenPage() {
  const t = useWebTexts();
  const { member } = useSession();
  useDocumentTitle(t('page.forbidden'));
  return (
    <EmptyState
      size="page"
      title={t('page.forbidden')}
      what={t('page.forbiddenWhat', { role: t(`shell.role.${member.role}`) })}
      action={<PageLink to="/">{t('page.toHome')}</PageLink>}
    />
  );
}

/** A page that broke: its own fault or the server's; the rest of the console stands. */
export function BrokenPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const router = useRouter();
  const retry = () => {
    onRetry();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} size="page" />;
}

/** `/` before any stage has made a home page: the first page there is. */
export function StartPage() {
  const t = useWebTexts();
  const router = useRouter();
  const first = useNavigation()[0]?.pages[0]?.path;
  useEffect(() => {
    if (first) void router.navigate({ to: first, replace: true });
  }, [first, router]);
  if (first) return null;
  return (
    <EmptyState
      size="page"
      title={t('page.nothingYet')}
      what={t('page.nothingYetWhat')}
      action={<Button onClick={() => location.reload()}>{t('retry')}</Button>}
    />
  );
}
