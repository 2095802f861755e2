import type { Filter } from '#web/kit/filter/filters.ts';
import { PRODUCT_ROLES } from '../../products/formula.contract.ts';
import { useAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { ProductsFields } from './products-search.ts';

export function useProductFilters(): Filter<ProductsFields>[] {
  const t = useTexts();
  const shops = useAccounts('shop').map(({ id, name }) => ({ value: id, label: name }));
  const roles = [
    ...PRODUCT_ROLES.map(value => ({ value, label: t(`products.roles.${value}`) })),
    { value: 'none', label: t('products.noRole') },
  ];
  return [
    { kind: 'text', field: 'q', label: t('products.search') },
    { kind: 'choices', field: 'role', label: t('products.role'), choices: roles },
    { kind: 'choice', field: 'shop', label: t('products.shop'), choices: shops },
    {
      kind: 'choice',
      field: 'suggested',
      label: t('products.suggested'),
      choices: [{ value: 'yes', label: t('products.hasSuggestion') }],
    },
    {
      kind: 'choice',
      field: 'unmendable',
      label: t('products.mend'),
      choices: [{ value: 'yes', label: t('products.unmendable') }],
    },
  ];
}
