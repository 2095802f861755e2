import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { peopleLink } from '#web/links.ts';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { Carriers } from './Carriers.tsx';
import type { Finding } from './health.ts';
import { MergeModal } from './MergeModal.tsx';
import { sayFinding } from './say-finding.ts';
import styles from './TagHealth.module.css';
import { useAgain } from './use-again.ts';
import { ValidityModal } from './ValidityModal.tsx';

/** One finding in a sentence, its people, and the one thing to do about it. */
export function FindingRow({ of }: { of: Finding }) {
  const t = useTexts();
  const { can } = useSession();
  const said = sayFinding(of, t);
  return (
    <div className={styles.row}>
      <span>{said}</span>
      <span className={styles.acts}>
        <People of={of} title={said} />
        {can('segments:write') && <Act of={of} />}
      </span>
    </div>
  );
}

function People({ of, title }: { of: Finding; title: string }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  if (of.people === 0) return null;
  const ids = of.tags.map(({ id }) => id);
  if (of.kind === 'alike' || of.kind === 'unused')
    return <PageLink to={peopleLink({ tags: 'all', ids }, title)}>{t('tagHealth.people')}</PageLink>;
  if (of.kind === 'nobody') return null;
  return (
    <>
      <Button type="link" className={styles.link ?? ''} onClick={() => setOpen(true)}>
        {t('tagHealth.people')}
      </Button>
      {isOpen && <Carriers kind={of.kind} tagIds={ids} title={title} onClose={() => setOpen(false)} />}
    </>
  );
}

function Act({ of }: { of: Finding }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [tag] = of.tags;
  if (!tag || of.kind === 'contradictory') return null;
  if (of.kind === 'nobody' || of.kind === 'unused') return <Archive id={tag.id} name={tag.name} />;
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t(of.kind === 'alike' ? 'tagHealth.merge' : 'tagHealth.validity')}
      </Button>
      {isOpen && of.kind === 'alike' && <MergeModal of={of} onClose={close} />}
      {isOpen && of.kind !== 'alike' && <ValidityModal tag={tag} onClose={close} />}
    </>
  );
}

function Archive({ id, name }: { id: string; name: string }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useAgain();
  const [isRunning, setRunning] = useState(false);
  const archive = async () => {
    setRunning(true);
    try {
      await api.post(`/tags/${id}/archive`, {});
      notify.done(t('tagHealth.archived', { name }), async () => {
        await api.post(`/tags/${id}/restore`, {});
        await again();
      });
      await again();
    } catch (problem) {
      notify.problem(problem);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button loading={isRunning} onClick={() => void archive()}>
      {t('tagHealth.archive')}
    </Button>
  );
}
