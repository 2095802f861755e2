/** The mark: a loop that comes back to one person. Decoration; the name always stands beside it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <path
        d="M22.7 11.2a8.2 8.2 0 1 0 1.4 6.4"
        fill="none"
        stroke="#faf9f5"
        strokeWidth="2.8"
        strokeLinecap="round"
      />
      <circle cx="16" cy="16" r="2.6" fill="#faf9f5" />
    </svg>
  );
}
