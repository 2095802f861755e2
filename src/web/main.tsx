import './theme/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSignedOut } from './api/api.ts';
import { createQueryClient } from './api/queries.ts';
import { startI18n } from './i18n/i18n.ts';
import { makeRouter, toLogin } from './router.tsx';
import { sessionQuery } from './session/session.ts';
import { Theme } from './theme/Theme.tsx';

startI18n();
const queryClient = createQueryClient();
const router = makeRouter(queryClient);

// What the last member saw is nothing for the next one: the cache goes with the session.
onSignedOut(() => {
  queryClient.setQueryData(sessionQuery.queryKey, null);
  void toLogin(router).then(() => {
    queryClient.removeQueries({ predicate: query => query.queryKey[0] !== '/welcome' });
  });
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
