/**
 * Paths are relative, so that the app can live in a folder of a host.
 * @type {Partial<import('vite-plugin-pwa').ManifestOptions>}
 */
export const webAppManifest = {
  id: 'inkstone',
  name: 'Inkstone 砚',
  short_name: 'Inkstone 砚',
  description: 'Ask your own documents, in English or Chinese. Everything stays on this device.',
  lang: 'en',
  start_url: '.',
  scope: '.',
  display: 'standalone',
  theme_color: '#faf8f3',
  background_color: '#faf8f3',
  categories: ['productivity', 'education', 'utilities'],
  icons: [
    { src: 'icons/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: 'icons/icon-192.png', type: 'image/png', sizes: '192x192' },
    { src: 'icons/icon-512.png', type: 'image/png', sizes: '512x512' },
    { src: 'icons/icon-maskable-512.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
};
