import type { ConfigProviderProps } from 'antd';
import zhCN from 'antd/locale/zh_CN.js';
import { useEffect, useState } from 'react';
import { useLanguage } from './i18n.ts';

type Locale = NonNullable<ConfigProviderProps['locale']>;

/** antd's own words. Chinese is at hand; English is fetched when somebody reads English. */
export function useAntdLocale(): Locale {
  const language = useLanguage();
  const [english, setEnglish] = useState<Locale>();
  useEffect(() => {
    if (language === 'en') void import('antd/locale/en_US.js').then(module => setEnglish(module.default));
  }, [language]);
  return language === 'en' && english ? english : zhCN;
}
