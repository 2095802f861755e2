export * from './buyer-migrations/contract.ts';
export * from './code-sets/contract.ts';
export * from './entries/contract.ts';
export * from './links/contract.ts';
export * from './live-codes/contract.ts';
export * from './touchpoints/contract.ts';
export * from './variants/contract.ts';
export * from './welcome/contract.ts';
