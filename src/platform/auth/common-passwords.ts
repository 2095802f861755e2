/**
 * What a guesser tries first, of eight characters and more: the heads of published lists of leaked passwords, the
 * Chinese ones among them, and what rows and repetitions on a keyboard give. In small letters.
 */
const COMMON = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword pass1234 passwort
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwer1234 asdfghjk asdfghjkl asdf1234 asdfasdf zxcvbnm1 zxcvbnm123
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc zaq12wsx qazwsxedc q1w2e3r4 q1w2e3r4t5 qweasdzxc qwe123qwe 123qweasd 147258369 159357456
  123456789a 123456aa 123456abc 1234567a 12345678a 1234qwer 123qwe123 123abc123 123321123 123123123 112233445566 11223344
  a1234567 a12345678 a123456789 aa123456 aa12345678 aaa123456 ab123456 abc12345 abc123456 abcd1234 abcd123456 asd123456 as123456
  qq123456 qq123456789 wang1234 zhang123 woaini520 woaini521 woaini1314 woaini123 5201314520 1314520520 52013145 31415926 16897168
  iloveyou iloveyou1 sunshine princess football baseball basketball superman batman123 starwars trustno1 whatever computer internet
  michael1 jennifer jordan23 liverpool chocolate butterfly dragon123 monkey123 master123 shadow123 freedom1
  welcome1 welcome123 letmein1 letmein123 changeme changeme1 default1 testtest test1234 test123456 guest123 temp1234
  admin123 admin1234 admin12345 admin123456 admin888 admin8888 adminadmin administrator root1234 root123456 manager1 owner123
  siyu1234 siyu123456 siyu2025 siyu2026 weixin123 wechat123 company1 china123`.split(/\s+/),
);

/** One of the list, one or two characters over and over, or digits or letters in a row. */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  if (COMMON.has(plain) || new Set(plain).size <= 2) return true;
  const steps = new Set([...plain].slice(1).map((mark, i) => mark.charCodeAt(0) - plain.charCodeAt(i)));
  return isSubset(steps, [1, -9]) || isSubset(steps, [-1, 9]);
}

/** `1234567890` counts up and steps back once, from 9 to 0. */
function isSubset(steps: ReadonlySet<number>, allowed: readonly number[]): boolean {
  return [...steps].every(step => allowed.includes(step));
}
