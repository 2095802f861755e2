import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Layer } from '../reads.ts';
import { type Speak, useTexts } from '../texts/index.ts';
import { blankLayer, type KeyedLayer, keyed } from './draft.ts';
import type { SectionProps } from './Editor.tsx';
import { LayerFields } from './LayerFields.tsx';
import styles from './Layers.module.css';

const MOST = 40;
const KINDS = ['text', 'picture', 'shape', 'qr'] as const;

/** What stands on the poster, from the back to the front; the one that is worked on shows its fields. */
export function Layers(props: SectionProps) {
  const t = useTexts();
  const { draft, change, select } = props;
  const hasCode = draft.layers.some(({ layer }) => layer.kind === 'qr');
  const add = (kind: Layer['kind']) => {
    const made = keyed(blankLayer(kind, draft));
    change({ layers: [...draft.layers, made] });
    select(made.key);
  };
  return (
    <>
      <p className={styles.lead}>{t('editor.layersWhat')}</p>
      <ol className={styles.layers}>
        {draft.layers.map((one, at) => (
          <OneLayer key={one.key} {...props} one={one} at={at} />
        ))}
      </ol>
      <div className={styles.add}>
        {KINDS.filter(kind => kind !== 'qr' || !hasCode).map(kind => (
          <Button
            key={kind}
            icon={<PlusOutlined />}
            disabled={draft.layers.length >= MOST}
            onClick={() => add(kind)}
          >
            {t(`editor.kinds.${kind}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

type Props = SectionProps & { one: KeyedLayer; at: number };

function OneLayer({ one: { key, layer }, at, draft, change, selected, select, changeLayer }: Props) {
  const t = useTexts();
  const { layers } = draft;
  const isOpen = selected === key;
  const name = t('editor.layer', { kind: t(`editor.kinds.${layer.kind}`), at: at + 1 });
  const move = (by: -1 | 1) => {
    const next = [...layers];
    next.splice(at + by, 0, ...next.splice(at, 1));
    change({ layers: next });
  };
  return (
    <li className={styles.layer} data-open={isOpen} data-layer={key}>
      <div className={styles.head}>
        <button type="button" aria-expanded={isOpen} onClick={() => select(isOpen ? undefined : key)}>
          <Swatch layer={layer} />
          <strong>{name}</strong>
          <span>{said(layer, t)}</span>
        </button>
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          disabled={at === 0}
          aria-label={t('editor.up', { name })}
          onClick={() => move(-1)}
        />
        <Button
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          disabled={at === layers.length - 1}
          aria-label={t('editor.down', { name })}
          onClick={() => move(1)}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          disabled={layer.kind === 'qr' || layers.length === 1}
          aria-label={t('editor.remove', { name })}
          onClick={() => change({ layers: layers.filter(other => other.key !== key) })}
        />
      </div>
      {isOpen && <LayerFields layer={layer} onChange={next => changeLayer(key, next)} />}
    </li>
  );
}

function Swatch({ layer }: { layer: Layer }) {
  const colour = 'colour' in layer ? layer.colour : 'transparent';
  return <span className={styles.swatch} style={{ background: colour }} aria-hidden="true" />;
}

function said(layer: Layer, t: Speak): string {
  if (layer.kind === 'text') return layer.text.replaceAll('\n', ' ');
  if (layer.kind === 'qr') return t('posters.size', { width: layer.size, height: layer.size });
  return t('posters.size', { width: layer.width, height: layer.height });
}
