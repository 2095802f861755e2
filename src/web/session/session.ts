import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Language } from '#platform/contract.ts';
import { api, signedOut } from '../api/api.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Permission } from '../stage-pages.ts';

export type Role = 'owner' | 'manager' | 'staff';

/** Who is signed in, as `GET /session` says. */
export type Session = {
  member: { id: string; name: string; role: Role; language: Language };
  permissions: readonly string[];
  /** The shop shown is the demo. */
  demo: boolean;
};

/** What anybody may know of this installation. */
export type Welcome = { name: string | null; demo: boolean; loginHint: string | null };

const SESSION = ['/session'];

/**
 * The session, or null when nobody is signed in. One that has ended meanwhile is no answer but the end of what is
 * shown: everybody is told, and what is on the screen keeps its member until the door has opened.
 */
export const sessionQuery = queryOptions({
  queryKey: SESSION,
  queryFn: async ({ client }: { client: QueryClient }): Promise<Session | null> => {
    try {
      return await api.get<Session>('/session');
    } catch (problem) {
      if (!(problem instanceof ApiProblem && problem.status === 401)) throw problem;
      if (!client.getQueryData(SESSION)) return null;
      signedOut();
      throw problem;
    }
  },
  staleTime: 5 * 60_000,
});

export const welcomeQuery = queryOptions({
  queryKey: ['/welcome'],
  queryFn: () => api.get<Welcome>('/welcome'),
  staleTime: Number.POSITIVE_INFINITY,
});

export function can(session: Session, permission: Permission | undefined): boolean {
  return permission === undefined || session.permissions.includes(permission);
}

export type SessionNow = Session & { can(permission: Permission): boolean };

/** Who is signed in. Only below the shell, which is shown to nobody else. */
export function useSession(): SessionNow {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error('useSession is for pages inside the shell');
  return { ...data, can: permission => can(data, permission) };
}
