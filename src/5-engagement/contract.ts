export * from './broadcasts/contract.ts';
export * from './health/contract.ts';
export * from './moments/contract.ts';
export * from './savings/contract.ts';
