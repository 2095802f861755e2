/** Sent at once: nobody confirms it, and what is out cannot be called back. */
export function isDirect(channel: string): boolean {
  return channel === 'sms' || channel === 'official_account';
}
