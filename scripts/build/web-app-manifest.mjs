/**
 * What the app can be asked to open, by media type: every format that it reads.
 * @type {Readonly<Record<string, string[]>>}
 */
const openedFiles = {
  'application/pdf': ['.pdf'],
  'text/markdown': ['.md', '.markdown'],
  'text/plain': ['.txt', '.text', '.log'],
  'text/html': ['.html', '.htm'],
  'application/xhtml+xml': ['.xhtml'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['.pptx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'application/vnd.oasis.opendocument.text': ['.odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['.ods'],
  'application/vnd.oasis.opendocument.presentation': ['.odp'],
  'text/csv': ['.csv'],
  'text/tab-separated-values': ['.tsv'],
  'application/rtf': ['.rtf'],
  'application/epub+zip': ['.epub'],
  'application/json': ['.json'],
  'application/x-ndjson': ['.jsonl'],
  'application/x-subrip': ['.srt'],
  'text/vtt': ['.vtt'],
  'message/rfc822': ['.eml'],
  'application/mbox': ['.mbox'],
  'application/x-ipynb+json': ['.ipynb'],
  'application/zip': ['.zip'],
};

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
  file_handlers: [{ action: '.', accept: openedFiles }],
  // Answered by the service worker, so that what is shared never leaves the device.
  share_target: {
    action: 'share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      title: 'title',
      text: 'text',
      url: 'url',
      // Some systems know a file by its extension only, others by its type.
      files: [
        {
          name: 'files',
          accept: [...Object.entries(openedFiles).flat(2), 'text/*', 'image/*', 'audio/*', 'video/*'],
        },
      ],
    },
  },
};
