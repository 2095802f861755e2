export { mergeForTest, tagForTest } from './changes.ts';
export { buildAccount, buildCustomer, buildMember } from './factories.ts';
export { project } from './project.ts';
