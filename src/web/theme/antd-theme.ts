import { type ThemeConfig, theme } from 'antd';
import { DARK, FONTS, LIGHT, type Tokens } from './tokens.ts';

export type Shade = 'light' | 'dark';

/** antd dressed in our tokens. Built once for each shade: antd re-hashes styles when the object changes. */
export const ANTD_THEMES: Record<Shade, ThemeConfig> = {
  light: antdTheme(LIGHT, 'light'),
  dark: antdTheme(DARK, 'dark'),
};

function antdTheme(tokens: Tokens, shade: Shade): ThemeConfig {
  return {
    // One page, one antd: hashed class names would only lengthen every selector.
    hashed: false,
    cssVar: { key: `siyu-${shade}` },
    // Not the dark algorithm in the dark: it would mix colours of its own, and the tokens say them all.
    algorithm: theme.defaultAlgorithm,
    token: { ...colours(tokens), ...shape() },
    components: components(tokens),
  };
}

function colours(tokens: Tokens): NonNullable<ThemeConfig['token']> {
  return {
    colorPrimary: tokens.accent,
    colorPrimaryHover: tokens.accentHover,
    colorPrimaryActive: tokens.accentInk,
    colorPrimaryBg: tokens.accentSoft,
    colorInfo: tokens.accent,
    colorSuccess: tokens.accent,
    colorLink: tokens.accent,
    colorLinkHover: tokens.accentHover,
    colorWarning: tokens.advice,
    colorWarningBg: tokens.adviceSoft,
    colorWarningBorder: tokens.adviceLine,
    colorError: tokens.stop,
    colorErrorBg: tokens.stopSoft,
    colorErrorBorder: tokens.stopLine,
    colorErrorHover: tokens.stop,
    colorErrorActive: tokens.stop,
    colorErrorBgHover: tokens.stopSoft,
    colorErrorBorderHover: tokens.stop,
    colorWarningHover: tokens.advice,
    colorPrimaryBgHover: tokens.accentSoft,
    colorPrimaryBorder: tokens.accent,
    colorPrimaryBorderHover: tokens.accent,
    colorPrimaryText: tokens.accent,
    colorPrimaryTextHover: tokens.accentHover,
    colorPrimaryTextActive: tokens.accentInk,
    colorTextBase: tokens.ink,
    colorBgBase: tokens.surface,
    colorText: tokens.ink,
    colorTextSecondary: tokens.inkSoft,
    colorTextTertiary: tokens.inkFaint,
    colorTextDescription: tokens.inkFaint,
    colorTextPlaceholder: tokens.inkFaint,
    colorTextLightSolid: tokens.onAccent,
    colorIcon: tokens.inkFaint,
    colorBgLayout: tokens.paper,
    colorBgContainer: tokens.surface,
    colorBgElevated: tokens.surface,
    colorBgMask: tokens.veil,
    colorBgSpotlight: tokens.ink,
    colorBorder: tokens.edge,
    colorBorderSecondary: tokens.line,
    colorSplit: tokens.line,
    controlItemBgActive: tokens.accentSoft,
    controlItemBgActiveHover: tokens.accentSoft,
    controlItemBgHover: tokens.sunken,
  };
}

/** The 8-px rhythm: controls of 40, gaps of 8, 16, 24; corners of 8. */
function shape(): NonNullable<ThemeConfig['token']> {
  return {
    fontFamily: FONTS,
    fontSize: 14,
    sizeUnit: 4,
    borderRadius: 8,
    controlHeight: 40,
    controlHeightSM: 32,
    controlOutlineWidth: 3,
    motionDurationSlow: '0.2s',
    motionDurationMid: '0.15s',
    motionDurationFast: '0.1s',
    wireframe: false,
  };
}

function components(tokens: Tokens): NonNullable<ThemeConfig['components']> {
  return {
    Button: {
      fontWeight: 500,
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      contentFontSizeSM: 14,
      // Few borders: a plain button is a breath of ink, and its word says that it can be pressed.
      defaultBg: tokens.press,
      defaultBorderColor: 'transparent',
      defaultHoverBg: tokens.pressHover,
      defaultHoverBorderColor: 'transparent',
      defaultHoverColor: tokens.ink,
      defaultActiveBg: tokens.pressHover,
      defaultActiveBorderColor: 'transparent',
      defaultActiveColor: tokens.ink,
    },
    // The tooltip is ink on which the paper shows, in both shades.
    Tooltip: { colorTextLightSolid: tokens.paper, colorBgSpotlight: tokens.ink },
    Select: { optionSelectedBg: tokens.accentSoft, optionSelectedFontWeight: 500 },
    Modal: { titleFontSize: 18 },
    Drawer: { footerPaddingBlock: 16, footerPaddingInline: 24 },
    Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 24 },
    // What lies on the accent is onAccent: a white tick on the light green of the dark shade could not be seen.
    Checkbox: { colorWhite: tokens.onAccent },
    Radio: { colorWhite: tokens.onAccent },
    Segmented: { trackBg: tokens.sunken, itemSelectedBg: tokens.surface },
  };
}
