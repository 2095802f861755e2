import type { Wire } from '#web/api/client.ts';
import { formatFen, formatShare } from '#web/kit/format.ts';
import type { suggestionView } from '../../products/contract.ts';
import { useTexts } from '../texts/index.ts';

export type Suggestion = Wire<typeof suggestionView>;

/** Why a role is suggested, each figure beside the shop's. */
export function useSayReasons(): (of: Suggestion) => string[] {
  const t = useTexts();
  return ({ reasons }) =>
    reasons.map(({ what, own, shop }) => {
      const show = what === 'price' || what === 'amount' ? formatFen : (share: number) => formatShare(share);
      const values = { own: own === null ? '–' : show(own), shop: shop === null ? '–' : show(shop) };
      if (what === 'noCost') return t('products.because.noCost');
      return t(
        what === 'margin' && shop === null ? 'products.because.marginOnly' : `products.because.${what}`,
        values,
      );
    });
}
