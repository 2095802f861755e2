import { useState } from 'react';
import type { RuleWire } from '#segmentation/contract';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { CheckSomebody } from '../people/CheckSomebody.tsx';
import { PeopleTable } from '../people/PeopleTable.tsx';
import { useRulePeople } from '../people/use-rule.ts';
import { WhyDrawer } from '../people/WhyDrawer.tsx';
import { useTexts } from '../texts/index.ts';

const SIZE = 10;

type Props = {
  rule: RuleWire;
  /** The rule is being changed; these are the people of how it was. */
  isOld: boolean;
  why: string | undefined;
  onWhy: (customerId: string | undefined) => void;
};

/** Who they are, ten at a time, and why. */
export function Sample({ rule, isOld, why, onWhy }: Props) {
  const t = useTexts();
  const [place, setPlace] = useState({ rule, page: 1 });
  const page = place.rule === rule ? place.page : 1;
  const list = useRulePeople(rule, { page, size: SIZE, go: page => setPlace({ rule, page }) });
  return (
    <Panel title={t('sample.title')} aside={<CheckSomebody onPick={onWhy} />}>
      <PeopleTable
        name="rule-people"
        list={{ ...list, isStale: isOld || list.isStale === true }}
        onWhy={onWhy}
        empty={<EmptyState title={t('sample.nobody')} what={t('sample.nobodyWhat')} />}
      />
      <WhyDrawer rule={rule} customerId={why} onClose={() => onWhy(undefined)} />
    </Panel>
  );
}
