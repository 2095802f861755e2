import { useEffect, useState } from 'react';
import type { RuleWire } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { json, type SearchValue, search, text, whole } from '#web/url/search.ts';
import type { broadcastView } from '../../broadcasts/contract.ts';
import {
  type Account,
  type Segment,
  useNoticeTemplates,
  useOfficialAccounts,
  useSegments,
  useSmsTemplates,
  useWecomAccounts,
} from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { type Audience, type Draft, draftOf, EMPTY } from './draft.ts';
import { useDefaultName } from './use-default-name.ts';

/** What the wizard begins with stands in its address, and so does the step. */
export const wizardSearch = search({ step: whole(0, 3), draft: text, copy: text, segment: text, rule: json });
export type Asked = SearchValue<typeof wizardSearch>;

type Initial = {
  draft: Draft | undefined;
  begun: string | undefined;
  error: Error | null;
  retry: () => void;
};

/** The draft to begin with. Once it is there it is the user's: what the address says later does not change it. */
export function useInitial(asked: Asked): Initial {
  const t = useTexts();
  const [held, hold] = useState<Draft>();
  const from = held ? undefined : (asked.draft ?? asked.copy);
  const nameFor = useDefaultName();
  const named = (draft: Draft): Draft => ({
    ...draft,
    name: draft.audience ? nameFor(draft.audience.name) : '',
  });
  const view = useRead<Wire<typeof broadcastView>>(from && `/broadcasts/${from}`);
  const accounts = useWecomAccounts();
  const officials = useOfficialAccounts();
  const segments = useSegments();
  const templates = useSmsTemplates();
  const notices = useNoticeTemplates();
  const isOpen = view.data?.status === 'draft' || view.data?.status === 'scheduled';
  const written = view.data &&
    (view.data.channel !== 'sms' || templates) &&
    (view.data.notice === null || notices) && {
      ...draftOf(view.data, templates, notices),
      at: atOf(view.data, asked),
      seed: asked.draft ? undefined : draw(),
    };
  const fresh =
    accounts &&
    segments &&
    named({
      ...freshDraft(asked, accounts, segments, t('wizard.fromRule')),
      officialId: officials?.length === 1 ? officials[0]?.id : undefined,
    });
  const found = from === undefined ? fresh : written || undefined;
  useEffect(() => {
    if (!held && found) hold(found);
  }, [held, found]);
  return {
    draft: held,
    begun: asked.draft && view.data && !isOpen && !held ? asked.draft : undefined,
    error: view.error,
    retry: () => void view.refetch(),
  };
}

function atOf({ scheduledAt }: Wire<typeof broadcastView>, { draft }: Asked): string | undefined {
  return draft && scheduledAt ? scheduledAt : undefined;
}

function freshDraft(
  { segment, rule }: Asked,
  accounts: readonly Account[],
  segments: readonly Segment[],
  ruleName: string,
): Draft {
  const chosen = segments.find(({ id }) => id === segment);
  const audience: Audience | undefined = chosen
    ? { segmentId: chosen.id, rule: chosen.rule, name: chosen.name }
    : isRule(rule)
      ? { rule, name: ruleName }
      : undefined;
  return { ...EMPTY, audience, seed: draw(), accountId: accounts.length === 1 ? accounts[0]?.id : undefined };
}

/** Drawn here, so that what the preview shows is what the draft will have. */
function draw(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn >>> 1;
}

/** Whether it is a sound rule the server says; here only that it is something. */
function isRule(value: unknown): value is RuleWire {
  return typeof value === 'object' && value !== null;
}
