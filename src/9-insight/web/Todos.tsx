import { RightOutlined } from '@ant-design/icons';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { peopleLink } from '#web/links.ts';
import type { todo, todoList } from '../contract.ts';
import styles from './Todos.module.css';
import { useTexts } from './texts/index.ts';

type Todo = Wire<typeof todo>;

/** What to do today: each a sentence that opens the place to do it. */
export function Todos() {
  const t = useTexts();
  const { data, error, refetch } = useRead<Wire<typeof todoList>>('/todos');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Bone height={96} />;
  if (data.data.length === 0) return <EmptyState title={t('nothing')} what={t('nothingWhat')} />;
  return (
    <ul className={styles.todos}>
      {data.data.map(one => (
        <li key={one.kind} data-kind={one.kind}>
          <Line of={one} />
        </li>
      ))}
    </ul>
  );
}

/** What one does with people has those people behind it. */
const WHOM = ['follow_ups', 'lost_important', 'birthdays'] as const;

function Line({ of: { kind, words, to, people } }: { of: Todo }) {
  const t = useTexts();
  const name = WHOM.find(whom => whom === kind);
  const target = to ?? (people ? peopleLink(people, name && t(`whom.${name}`)) : undefined);
  if (!target) return <span className={styles.line}>{words}</span>;
  return (
    <PageLink to={target} className={styles.line}>
      <span>{words}</span>
      <RightOutlined />
    </PageLink>
  );
}
