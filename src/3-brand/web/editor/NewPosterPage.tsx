import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { Card, Cards } from '../posters/Cards.tsx';
import { type Poster, type Template, templatePicture } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { blankDraft, type Draft, draftOf } from './draft.ts';
import { Editor } from './Editor.tsx';

const newSearch = search({ template: text, copy: text });
const BLANK = 'blank';

/** A new poster: from a template, or a copy of another; which, stands in the address. */
export default function NewPosterPage() {
  const t = useTexts();
  const [{ template, copy }] = useSearch(newSearch);
  const isChosen = template !== undefined || copy !== undefined;
  return (
    <>
      <PageHeader lead={t(isChosen ? 'editor.newLead' : 'templates.lead')} />
      {copy !== undefined && <Copy key={copy} of={copy} />}
      {copy === undefined && <FromTemplates chosen={template} />}
    </>
  );
}

function Copy({ of }: { of: string }) {
  const t = useTexts();
  const { data, error, refetch } = useRead<Poster>(`/posters/${of}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || data.id !== of) return <PageSkeleton />;
  const name = t('poster.copyName', { name: data.name }).slice(0, 40);
  return <Editor initial={draftOf(data, name)} />;
}

function FromTemplates({ chosen }: { chosen: string | undefined }) {
  const { data, error, refetch } = useRead<{ data: Template[] }>('/poster-templates');
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const initial = begun(chosen, data.data);
  return initial ? <Editor key={chosen ?? ''} initial={initial} /> : <Templates templates={data.data} />;
}

function begun(chosen: string | undefined, templates: readonly Template[]): Draft | undefined {
  if (chosen === BLANK) return blankDraft();
  const template = templates.find(({ key }) => key === chosen);
  return template && draftOf(template, template.name);
}

function Templates({ templates }: { templates: readonly Template[] }) {
  const t = useTexts();
  return (
    <Cards label={t('templates.lead')}>
      {templates.map(({ key, name, what }) => (
        <Card
          key={key}
          to={`/posters/new?template=${key}`}
          picture={templatePicture(key, 480)}
          alt={t('posters.picture', { name })}
          name={name}
          what={what}
        />
      ))}
      <Card
        to={`/posters/new?template=${BLANK}`}
        alt=""
        name={t('templates.blank')}
        what={t('templates.blankWhat')}
      />
    </Cards>
  );
}
