import { Avatar } from 'antd';
import type { ReactNode } from 'react';
import { Panel } from '#web/kit/Panel.tsx';
import { goesBy } from '../../goes-by.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { RightsLine } from '../rights/RightsLine.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Follows } from './Follows.tsx';
import { Identities } from './Identities.tsx';
import { MaybeAlso } from './MaybeAlso.tsx';
import { Merges } from './Merges.tsx';
import { MoreFields } from './MoreFields.tsx';
import { Profile } from './Profile.tsx';
import styles from './WhoPanel.module.css';

/** Who somebody is: what the brand wrote, who follows them, by what they are known, which records they were. */
export function WhoPanel({ of }: { of: Customer }) {
  const t = useTexts();
  return (
    <Panel title={t('who.title')} tone="sheet" aside={<Face of={of} />}>
      <MaybeAlso of={of.id} />
      <Profile of={of} />
      <MoreFields of={of.id} />
      <Conflicts of={of.id} />
      <Part title={t('who.follows')}>
        <Follows of={of.follows} />
      </Part>
      <Part title={t('who.identities')}>
        <Identities of={of} />
      </Part>
      <Part title={t('who.merges')}>
        <Merges of={of} />
      </Part>
      <Part title={t('rights.title')}>
        <RightsLine of={of} />
      </Part>
    </Panel>
  );
}

function Face({ of }: { of: Customer }) {
  return (
    <Avatar size={40} src={of.avatarUrl} alt="" className={styles.face ?? ''}>
      {[...goesBy(of)].at(-1)}
    </Avatar>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
