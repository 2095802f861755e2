/// <reference types="vite/client" />

/** antd types its locales as CommonJS while the bundler reads their ES form; this is what the import really gives. */
declare module 'antd/locale/zh_CN.js' {
  import type { Locale } from 'antd/es/locale/index.js';

  const locale: Locale;
  export default locale;
}
declare module 'antd/locale/en_US.js' {
  import type { Locale } from 'antd/es/locale/index.js';

  const locale: Locale;
  export default locale;
}
