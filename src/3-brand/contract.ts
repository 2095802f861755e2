export * from './content/contract.ts';
export * from './posters/contract.ts';
