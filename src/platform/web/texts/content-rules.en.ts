import type { Translation } from '#web/i18n/texts.ts';
import type { contentRules as zh } from './content-rules.zh.ts';

export const contentRules: Translation<typeof zh> = {
  productsRow: 'Product moments in a row at most',
  momentsDay: 'Moments of the company’s members one customer sees in a day',
  momentsMonth: 'Moments created in a month',
  albumDescription: 'Longest description of a product in the album',
  albumPrice: 'Highest price of a product in the album',
  albumNumber: 'Longest number of a product in the album',
};
