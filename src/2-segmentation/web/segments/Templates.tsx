import { ArrowRightOutlined } from '@ant-design/icons';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Templates.module.css';
import { TEMPLATES, templateLink } from './templates.ts';

/** Segments to begin with. */
export function Templates() {
  const t = useTexts();
  return (
    <ul className={styles.templates}>
      {TEMPLATES.map(template => (
        <li key={template}>
          <PageLink to={templateLink(template, t(`template.${template}`))} className={styles.template}>
            <strong>{t(`template.${template}`)}</strong>
            <span>{t(`template.${template}What`)}</span>
            <span className={styles.use}>
              {t('template.use')} <ArrowRightOutlined />
            </span>
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
