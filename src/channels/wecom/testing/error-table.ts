/**
 * How a code is handled. `again`: tried three more times, slower and slower; what could double is not.
 * `token`: a fresh token, once. `pause`: nobody calls that API for a minute. `fewer`: as `again`, and half as many at
 * once. `later`: passes by itself, but not within seconds. `anew`: the file is uploaded again, once. `data`: another
 * value or object, or leave it out. `gone`: the object or the relation is no more. `nothing`: nothing is left to do.
 * `admin`: somebody must set something at the platform. `ours`: our mistake.
 */
export type Handling =
  | 'again'
  | 'token'
  | 'pause'
  | 'fewer'
  | 'later'
  | 'anew'
  | 'data'
  | 'gone'
  | 'nothing'
  | 'admin'
  | 'ours';

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/**
 * The table of official error codes that the connector can meet, by what is to be done (page 90313, and 90312 for
 * limits). Written down apart from `error-codes/`, from the same source: the test sets one against the other.
 */
export const ERROR_TABLE: Record<Handling, readonly number[]> = {
  again: [-1],
  token: [40014, 42001],
  pause: [45009],
  fewer: [45033, 45035],
  later: [41062, 41063, 41078, 41079, 41094, 41096, 95001],
  anew: [40007],
  data: [
    ...[40003, 60111, 40068, 40097, 40098, 40099, 40128, 40130, 40131, 41041, 41053, 41054, 41061],
    ...[41064, 41065, 41072, 41073, 41080, 41081, 41082, 41085, 41086, 41087, 41088, 41089, 41090],
    ...[41091, 42003, 42022, 40029, 90500, 90501, 90502, 90509, 40004, 40006, 40009, 40011, 40123, 45001],
    ...[95000, 95003, 95006, ...span(95008, 95010), 95014, 95015, 95016, ...span(95019, 95026)],
    ...[...span(95028, 95030), 95032],
  ],
  gone: [40096, 84061, 41044, 41050, 41060, 41074, 41075, 60123, 95002, 95004, 95007, 95013, 95018, 95031],
  nothing: [40071, 40100, 40129, 41048, 41051, 41093, 90507, 90508],
  admin: [
    ...[40001, 40013, 40057, 40126, 41045, 41055, 41095, 42012, 48002, 48007, 48009, 50001, 50003, 60011],
    ...[60020, 60021, 84074, 701008, 95005, 95011, 95012, 95017, 95027],
  ],
  ours: [40005, 40058, 40063, 41001, 41002, 41004, 41040, 41042, 41043, 41059, 44001, 600018, 81017],
};

/** Of which the platform answers to gettoken, where no other call is made any more. */
export const OF_GETTOKEN: readonly number[] = [40001, 40013, 41002, 41004, 48009, 50003];
