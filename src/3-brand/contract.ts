export * from './content/contract.ts';
