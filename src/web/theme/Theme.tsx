import { App, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useAntdLocale } from '../i18n/antd-locale.ts';
import { ANTD_THEMES } from './antd-theme.ts';
import { useShade } from './appearance.ts';

const BUTTON = { autoInsertSpace: false };
const stillness = matchMedia('(prefers-reduced-motion: reduce)').matches;
const THEMES = stillness
  ? {
      light: { ...ANTD_THEMES.light, token: { ...ANTD_THEMES.light.token, motion: false } },
      dark: { ...ANTD_THEMES.dark, token: { ...ANTD_THEMES.dark.token, motion: false } },
    }
  : ANTD_THEMES;

/** antd in our colours, our language, and without a space inside two-character buttons. */
export function Theme({ children }: { children: ReactNode }) {
  const shade = useShade();
  const locale = useAntdLocale();
  return (
    <ConfigProvider theme={THEMES[shade]} locale={locale} button={BUTTON}>
      <App component={false} message={{ maxCount: 3 }} notification={{ placement: 'bottomRight' }}>
        {children}
      </App>
    </ConfigProvider>
  );
}
