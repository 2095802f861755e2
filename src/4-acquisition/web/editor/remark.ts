/** What WeCom takes of a remark, in characters. */
const MOST = 20;

/** How a member would name somebody by a pattern. */
export function remarkOf(pattern: string, { name, code }: { name: string; code: string }): string {
  const filled = pattern.replaceAll('{{name}}', name).replaceAll('{{code}}', code);
  return [...filled].slice(0, MOST).join('');
}
