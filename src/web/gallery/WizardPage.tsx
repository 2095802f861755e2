import { Button, DatePicker, Input, Radio } from 'antd';
import { useState } from 'react';
import { Facts } from '../kit/Facts.tsx';
import { formatCount } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Wizard } from '../kit/Wizard.tsx';
import { search, text, whole } from '../url/search.ts';
import { useSearch } from '../url/use-search.ts';
import { useTexts } from './texts/index.ts';

const wizardSearch = search({ step: whole(0, 3), who: text });

export default function WizardPage() {
  const t = useTexts();
  const [{ step = 0, who }, ask] = useSearch(wizardSearch);
  const [words, setWords] = useState(t('wizard.textSample'));
  const count = who === 'key' ? 312 : who === 'regular' ? 866 : 0;
  const choose = (
    <Radio.Group
      vertical
      value={who}
      onChange={event => ask({ who: event.target.value }, { replace: true })}
      options={[
        { value: 'key', label: t('wizard.pickKey') },
        { value: 'regular', label: t('wizard.pickRegular') },
      ]}
    />
  );
  const advice = (
    <Notice
      kind="advice"
      title={t('wizard.advice')}
      actions={<Button size="small">{t('wizard.exclude')}</Button>}
    >
      {t('wizard.adviceWhat')}
    </Notice>
  );
  const write = (
    <Input.TextArea
      aria-label={t('wizard.text')}
      rows={5}
      value={words}
      onChange={event => setWords(event.target.value)}
    />
  );
  return (
    <>
      <PageHeader title={t('wizard.title')} />
      <Wizard
        at={step}
        onStep={at => ask({ step: at })}
        steps={[
          {
            key: 'who',
            title: t('wizard.who'),
            content: choose,
            missing: who ? undefined : t('wizard.whoMissing'),
          },
          { key: 'what', title: t('wizard.what'), content: write },
          { key: 'when', title: t('wizard.when'), content: <DatePicker showTime /> },
          { key: 'check', title: t('wizard.check'), content: advice },
        ]}
        consequence={<Consequence count={count} />}
        summary={t('wizard.summary', { count: formatCount(count) })}
        finish={{ label: t('wizard.create'), run: () => undefined }}
        onCancel={() => ask({ step: 0 })}
      />
    </>
  );
}

function Consequence({ count }: { count: number }) {
  const t = useTexts();
  return (
    <Facts
      facts={[
        { key: 'people', label: t('wizard.people'), value: formatCount(count) },
        { key: 'minutes', label: t('wizard.minutes'), value: `${Math.ceil(count / 30)} min` },
        { key: 'budget', label: t('wizard.budget'), value: formatCount(count) },
      ]}
    />
  );
}
