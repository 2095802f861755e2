/** What the churn watch goes by; pages state it with these numbers. */
export const CHURN = {
  /** What was sent so many days before somebody deleted us may have been the last straw. */
  strawDays: 7,
  /** Fewer deletions than this are told, not judged. */
  fewest: 3,
  /** So unlikely by chance, at the usual rate (Poisson, one-sided), that it is said. */
  chance: 0.05,
  /** Deletions of so many days, and silences up to so many times the own rhythm, are worth an attempt. */
  deletedDays: 60,
  silent: 12,
  /** The last messages without an answer, and the earlier ones of which a third was answered; an answer within hours. */
  unanswered: 3,
  answeredBefore: 1 / 3,
  answerHours: 72,
} as const;
