/** Something the user must do first, in one sentence: printed as it is, without a stack. */
export class Refusal extends Error {}
