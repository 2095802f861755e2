import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { tokensCss } from './src/web/theme/tokens.ts';

/**
 * Browser code. The console is one single-page application at `/`, served by Siyu from dist/console; its hashed files
 * lie in `/assets`. The WeCom sidebar is a build of its own from src/web/sidebar, because it aims at older browsers, has
 * 60 kB to spend and shares no chunk with the console; the H5 pages will be another.
 *
 *   vite build              → dist/console, without the gallery, and the API reference in dist/docs
 *   vite build --mode sidebar → dist/sidebar
 *   vite build --mode kit   → the same with the design kit's gallery at /kit, for screenshots
 *   SIYU_DEV_API=http://127.0.0.1:7480 vite   → development, the API behind a proxy
 */
export default defineConfig(({ mode }) => (mode === 'sidebar' ? sidebar() : consolePages(mode)));

const consolePages = (mode: string): UserConfig => ({
  root: fileURLToPath(new URL('src/web', import.meta.url)),
  plugins: [react(), tokensInHead(), apiReference(), ...(mode === 'production' ? [withoutGallery()] : [])],
  build: {
    outDir: fileURLToPath(new URL('dist/console', import.meta.url)),
    emptyOutDir: true,
    // WeCom's built-in browser and those of 360 and QQ trail Chrome; how far is an assumption, not a measurement.
    target: ['chrome100', 'edge100', 'safari15.4', 'firefox102'],
    chunkSizeWarningLimit: 800,
    rolldownOptions: { output: { codeSplitting: { groups: chunks() } } },
  },
  server: { proxy: devProxy() },
});

/** What WeCom's client shows beside a chat; its built-in browsers are the oldest that Siyu meets. */
const sidebar = (): UserConfig => ({
  root: fileURLToPath(new URL('src/web/sidebar', import.meta.url)),
  base: '/sidebar/',
  plugins: [tokensInHead()],
  build: {
    outDir: fileURLToPath(new URL('dist/sidebar', import.meta.url)),
    emptyOutDir: true,
    target: ['es2020', 'chrome87', 'safari14'],
  },
  server: { proxy: devProxy() },
});

/**
 * What the first page needs is two files: libraries, which change seldom and stay in the browser's cache, and ours.
 * Everything else is a chunk of the page that uses it; charts are fetched when one is drawn.
 */
function chunks() {
  return [
    { name: 'libraries', test: /node_modules/, tags: ['$initial' as const], priority: 2 },
    { name: 'console', tags: ['$initial' as const], priority: 1 },
    { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
  ];
}

/** The design tokens as custom properties in the page's head, so that the first paint already has them. */
function tokensInHead(): Plugin {
  return {
    name: 'siyu-tokens',
    transformIndexHtml: () => [{ tag: 'style', children: tokensCss(), injectTo: 'head-prepend' }],
  };
}

/** The design kit's gallery is for those who build the console; in the product it has no pages. */
function withoutGallery(): Plugin {
  return {
    name: 'siyu-without-gallery',
    load: id =>
      id.endsWith('/gallery/pages.ts') ? "export const pages = { name: 'kit', pages: [] };" : undefined,
  };
}

/** The API's reference at /docs: Swagger UI from our own origin, so that it works without the internet. */
function apiReference(): Plugin {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const to = fileURLToPath(new URL('dist/docs', import.meta.url));
  return {
    name: 'siyu-api-reference',
    apply: 'build',
    closeBundle() {
      mkdirSync(to, { recursive: true });
      for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css'])
        cpSync(join(swagger, name), join(to, name));
      cpSync(fileURLToPath(new URL('src/web/api-reference', import.meta.url)), to, { recursive: true });
    },
  };
}

/** Not `/api` whole: src/web/api is served under it in development. */
function devProxy() {
  const target = process.env.SIYU_DEV_API ?? 'http://127.0.0.1:7480';
  return Object.fromEntries(['/api/v1', '/v1', '/docs', '/openapi.json'].map(path => [path, { target }]));
}
