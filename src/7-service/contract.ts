export * from './kf/contract.ts';
