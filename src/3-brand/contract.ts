export * from './content/contract.ts';
export * from './posters/contract.ts';
export * from './product-album/contract.ts';
export * from './sms/contract.ts';
export { composeSms, templateVariables } from './sms/places.contract.ts';
