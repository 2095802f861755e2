import { useState } from 'react';
import { useAsk } from '#web/api/queries.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import type { Preview as Drawn } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { drawable } from './draft.ts';
import type { SectionProps } from './Editor.tsx';
import { Handle } from './Handle.tsx';
import styles from './Preview.module.css';

const PAUSE = 300;

/** The poster as the server draws it, a breath after the last change; what stands on it can be picked and moved. */
export function Preview({ draft, selected, select, changeLayer }: SectionProps) {
  const t = useTexts();
  const { design, keys } = drawable(draft);
  const asked = useDebounced(JSON.stringify(design ?? null), PAUSE);
  const {
    data: answer,
    error,
    isFetching,
  } = useAsk<Drawn>('/posters/preview', JSON.parse(asked) ?? undefined);
  // What could be drawn last stays, paler, while something does not fit.
  const [data, keep] = useState(answer);
  if (answer && answer !== data) keep(answer);
  const room = `min(100%, calc((100vh - 280px) * ${draft.width / draft.height}))`;
  const isDrawing = isFetching || asked !== JSON.stringify(design ?? null);
  return (
    <>
      {error && <Wrong error={error} />}
      {!error && data && data.unknown.length > 0 && (
        <div className={styles.wrong}>
          <Notice kind="advice" title={t('editor.unknown', { characters: data.unknown.join(' ') })}>
            {t('editor.unknownWhat')}
          </Notice>
        </div>
      )}
      <div
        className={styles.poster}
        data-broken={error !== null}
        style={{ width: room, aspectRatio: `${draft.width} / ${draft.height}` }}
        aria-busy={isDrawing}
      >
        {data && <img src={data.image} alt={t('editor.previewOf')} draggable={false} />}
        {keys.map((key, at) => {
          const layer = draft.layers.find(one => one.key === key)?.layer;
          if (!layer) return null;
          return (
            <Handle
              key={key}
              layer={layer}
              // Of a text only the drawing knows how many lines it takes.
              tall={data?.boxes.find(box => box.layer === at)?.height}
              poster={draft}
              name={t('editor.layer', { kind: t(`editor.kinds.${layer.kind}`), at: at + 1 })}
              isSelected={selected === key}
              onSelect={() => select(key)}
              onMove={(x, y) => changeLayer(key, { ...layer, x, y })}
            />
          );
        })}
      </div>
      <p className={styles.sample}>{isDrawing ? t('editor.drawing') : t('editor.sample')}</p>
    </>
  );
}

function Wrong({ error }: { error: Error }) {
  const { title, detail } = useProblemWords(error);
  return (
    <div className={styles.wrong}>
      <Notice kind="stop" title={title}>
        {detail}
      </Notice>
    </div>
  );
}
