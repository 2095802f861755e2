export { claimContacts } from '../contact/claim.ts';
export { connectOfficialAccount } from '../official-account/connect.ts';
export { setCost } from '../products/cost.ts';
export { setRoles } from '../products/roles.ts';
export { mergeForTest, tagForTest, undoLastMergeForTest } from './changes.ts';
export { buildAccount, buildCustomer, buildMember } from './factories.ts';
export { type OfficialForTest, officialWorld } from './official-world.ts';
export { project, readToEnd } from './project.ts';
