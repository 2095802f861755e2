import './theme/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSignedOut } from './api/api.ts';
import { createQueryClient } from './api/queries.ts';
import { onLanguage, startI18n } from './i18n/i18n.ts';
import { makeRouter, toLogin } from './router.tsx';
import { Theme } from './theme/Theme.tsx';

startI18n();
const queryClient = createQueryClient();
const router = makeRouter(queryClient);

// What the last member saw is nothing for the next one: the cache goes with the session.
onSignedOut(() => {
  void toLogin(router).then(() => {
    queryClient.removeQueries({ predicate: query => query.queryKey[0] !== '/welcome' });
  });
});

onLanguage(() => void queryClient.invalidateQueries());

// A chunk that is gone belongs to a version that is gone: load the new one, but never in a circle.
addEventListener('vite:preloadError', event => {
  const last = Number(sessionStorage.getItem('siyu.reloaded') ?? 0);
  if (Date.now() - last < 10_000) return;
  sessionStorage.setItem('siyu.reloaded', String(Date.now()));
  event.preventDefault();
  location.reload();
});

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Theme>
        <RouterProvider router={router} />
      </Theme>
    </QueryClientProvider>
  </StrictMode>,
);
