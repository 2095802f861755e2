import { Tag, type Tone } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import type { Row } from './reads.ts';

/** Where a moment stands: how far the members are, once they have it. */
export function MomentState({ of: row }: { of: Row }) {
  const t = useTexts();
  const { status, member, members, published } = row;
  if (member) return <Tag>{t('moments.state.byMember')}</Tag>;
  if (status !== 'open') return <Tag tone={TONES[status]}>{t(`moments.state.${status}`)}</Tag>;
  if (members > 0 && published === members) return <Tag tone="accent">{t('moments.state.published')}</Tag>;
  const words = published > 0 ? t('moments.state.partly', { published, members }) : t('moments.state.open');
  return <Tag tone="advice">{words}</Tag>;
}

const TONES: Record<Exclude<Row['status'], 'open'>, Tone> = {
  draft: 'plain',
  scheduled: 'plain',
  asking: 'plain',
  cancelled: 'plain',
  failed: 'stop',
};

const KIND_TONES: Record<NonNullable<Row['kind']>, Tone> = {
  life: 'accent',
  knowledge: 'regular',
  benefit: 'occasional',
  product: 'important',
};

export function KindTag({ of: kind }: { of: Row['kind'] }) {
  const t = useTexts();
  if (!kind) return null;
  return <Tag tone={KIND_TONES[kind]}>{t(`moments.kind.${kind}`)}</Tag>;
}

/** How a moment is called: by its words, else by what hangs on it. */
export function useNameOf(): (row: Pick<Row, 'text' | 'attached'>) => string {
  const t = useTexts();
  return ({ text, attached }) => {
    const [line = ''] = text.split('\n');
    if (line) return line;
    if (attached?.kind === 'image') return t('moments.pictures', { n: attached.count });
    return attached ? t(`moments.${attached.kind}`) : '';
  };
}
