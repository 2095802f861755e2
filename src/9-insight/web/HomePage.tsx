import { useSession } from '#web/session/session.ts';
import { Report } from './Report.tsx';
import { StaffHome } from './StaffHome.tsx';

/** The company at a glance for those who may see its figures; for everybody else what they have to do. */
export default function HomePage() {
  const { can } = useSession();
  return can('insight:read') ? <Report /> : <StaffHome />;
}
