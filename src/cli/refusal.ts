/** Something the user must do first, in one sentence: printed as it is, without a stack, exit code 2. */
export class Refusal extends Error {}
