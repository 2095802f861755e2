import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount, formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { Wizard } from '#web/kit/Wizard.tsx';
import type { SetSearch } from '#web/url/use-search.ts';
import { isDirect } from '../direct.ts';
import { useLimits } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { AudienceStep } from './AudienceStep.tsx';
import { Consequence } from './Consequence.tsx';
import { ContentStep } from './ContentStep.tsx';
import { type Draft, goesAsNotice, missingIn, mostBytes } from './draft.ts';
import { ReachStep } from './ReachStep.tsx';
import { SendStep } from './SendStep.tsx';
import { countSayer } from './say-count.ts';
import { timing } from './timing.ts';
import type { Asked } from './use-initial.ts';
import { useNow } from './use-now.ts';
import { usePreview } from './use-preview.ts';
import { useSave } from './use-save.ts';

type Props = { initial: Draft; asked: Asked; ask: SetSearch<Asked> };

/** Four steps from whom to when; what it will do stands beside them the whole way. */
export function BroadcastWizard({ initial, asked, ask }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const change = (patch: Partial<Draft>) => setDraft(old => ({ ...old, ...patch }));
  const limits = useLimits();
  const when = timing(draft, limits.hours, useNow());
  const preview = usePreview(draft, when.at, asked.draft);
  const saving = useSave({ id: asked.draft, onSaved: id => ask({ draft: id }, { replace: true }) });
  const step = draft.audience ? (asked.step ?? 0) : 0;
  const go = (to: number) => {
    const isAhead = to > step && step > 0;
    if (!isAhead) return ask({ step: to });
    saving.save(draft, id => ask({ step: to, draft: id }), notify.problem);
  };
  const send = preview.data?.send;
  const count = preview.data ? countSayer(preview.data, t) : formatCount;
  const common = { draft, change, preview, when, limits };
  const finishLabel = () => {
    if (!send) return t('wizard.finishNobody');
    const now =
      draft.channel === 'sms'
        ? 'finishSms'
        : draft.channel === 'official_account'
          ? goesAsNotice(draft)
            ? 'finishNotice'
            : 'finishOfficial'
          : 'finish';
    const word = draft.channel === 'hand' ? 'finishHand' : when.at ? 'finishLater' : now;
    return t(`wizard.${word}`, { n: count(send) });
  };
  const missing = missingIn(draft);
  return (
    <Wizard
      at={step}
      onStep={go}
      steps={[
        {
          key: 'audience',
          title: t('wizard.audience'),
          content: <AudienceStep {...common} />,
          missing: draft.audience ? undefined : t('wizard.missingAudience'),
        },
        {
          key: 'content',
          title: t('wizard.content'),
          content: <ContentStep {...common} />,
          missing:
            missing &&
            t(`wizard.${missing.what}`, {
              max: mostBytes(draft),
              place: 'place' in missing ? missing.place : '',
            }),
        },
        { key: 'reach', title: t('wizard.reach'), content: <ReachStep {...common} /> },
        {
          key: 'send',
          title: t('wizard.send'),
          content: <SendStep {...common} />,
          missing: when.missing
            ? t(`wizard.${when.missing}`)
            : // An estimate of nobody may leave somebody.
              send || preview.data?.estimatedFrom
              ? undefined
              : t('wizard.missingPeople'),
        },
      ]}
      consequence={<Consequence {...common} />}
      summary={
        preview.data &&
        (preview.data.cost
          ? t('wizard.summarySms', {
              n: count(preview.data.send),
              amount: formatFen(preview.data.cost.fen),
            })
          : isDirect(draft.channel)
            ? t('wizard.summaryOfficial', { n: count(preview.data.send) })
            : t('wizard.summary', {
                n: count(preview.data.send),
                tasks: formatCount(preview.data.members.reduce((sum, member) => sum + member.tasks, 0)),
              }))
      }
      finish={{
        label: finishLabel(),
        isRunning: saving.isRunning,
        run: () =>
          saving.start(draft, when.at, id => void navigate({ to: `/broadcasts/${id}` }), notify.problem),
      }}
      onCancel={() => void navigate({ to: '/broadcasts' })}
    />
  );
}
