import { Snippet } from '#web/kit/Snippet.tsx';
import { useTexts } from '../texts/index.ts';
import { curlExample } from './curl-example.ts';
import type { WriteKey } from './KeysPage.tsx';

/** A command that sends one event with the key, to be copied. */
export function Example({ writeKey, kind }: { writeKey: string; kind: WriteKey['kind'] }) {
  const t = useTexts();
  return (
    <Snippet title={t('keys.tryIt')} text={curlExample(location.origin, writeKey, kind)}>
      {t('keys.tryServer')}
    </Snippet>
  );
}
