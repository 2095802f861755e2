import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Field } from '#web/kit/Field.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { pngFile, qrOf, svgFile } from '#web/kit/qr.ts';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { WordsSelect } from '../WordsSelect.tsx';
import styles from './LinkPanel.module.css';

/** What is printed: the link and its picture, one for each city where a poster knows where it hangs. */
export function LinkPanel({ code: { link, name, plan } }: { code: Code }) {
  const t = useTexts();
  const planned = [...new Set(plan.routes.flatMap(({ when }) => when?.cities ?? []))];
  const [cities, setCities] = useState<readonly string[]>(planned);
  return (
    <Panel title={t('link.title')}>
      <div className={styles.link}>
        <Picture text={link} label={name} />
        <div className={styles.beside}>
          <p className={styles.what}>{t('link.what')}</p>
          <p className={styles.address}>
            <CopyText text={link} label={t('link.copy')} />
          </p>
          <Downloads text={link} name={name} />
          <div className={styles.cities}>
            <Field label={t('link.cities')} hint={t('link.citiesWhat')}>
              {id => (
                <WordsSelect
                  id={id}
                  className={styles.wide}
                  placeholder={t('link.citiesHint')}
                  value={cities}
                  onChange={setCities}
                />
              )}
            </Field>
            <ul>
              {cities.map(city => (
                <CityLink key={city} city={city} link={link} name={name} />
              ))}
            </ul>
          </div>
        </div>
      </div>
    </Panel>
  );
}

function CityLink({ city, link, name }: { city: string; link: string; name: string }) {
  const t = useTexts();
  const text = `${link}?city=${encodeURIComponent(city)}`;
  return (
    <li>
      <strong>{city}</strong>
      <CopyText text={text} label={t('link.copyOf', { city })} />
      <Downloads text={text} name={`${name}-${city}`} isSmall />
    </li>
  );
}

function Picture({ text, label }: { text: string; label: string }) {
  const t = useTexts();
  const { size, path } = qrOf(text);
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('link.picture', { name: label })}
    >
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

function Downloads({ text, name, isSmall = false }: { text: string; name: string; isSmall?: boolean }) {
  const size = isSmall ? 'small' : 'middle';
  return (
    <span className={styles.downloads}>
      <Button
        size={size}
        icon={<DownloadOutlined />}
        onClick={() => void pngFile(text).then(blob => keep(blob, `${name}.png`))}
      >
        PNG
      </Button>
      <Button size={size} icon={<DownloadOutlined />} onClick={() => keep(svgFile(text), `${name}.svg`)}>
        SVG
      </Button>
    </span>
  );
}

/** Lets the browser keep a file under a name. */
function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name.replaceAll(/[\\/:*?"<>|]/g, '-');
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
