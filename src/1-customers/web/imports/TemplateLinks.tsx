import { useTexts } from '../texts/index.ts';
import styles from './imports.module.css';

/** Siyu's own templates, for shops and registers that are not in the list. */
export function TemplateLinks() {
  const t = useTexts();
  return (
    <span className={styles.links}>
      {t('imports.templates')}
      <a href="/api/v1/import-templates/orders" download>
        {t('imports.templateOrders')}
      </a>
      <a href="/api/v1/import-templates/customers" download>
        {t('imports.templateCustomers')}
      </a>
    </span>
  );
}
