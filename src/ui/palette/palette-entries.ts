import type { AppState } from '../../state/app-state.svelte';
import { shownKeys } from '../shell/keys';
import type { KeyActions } from '../shell/keys';
import type { ShortcutId, WindowShortcutId } from '../shell/shortcut-table';
import { exportAs } from '../shell/window-actions';
import type { PaletteEntry } from './find-entries';

/** Everything that the palette offers now: commands, then what there is to open. */
export function paletteEntries(app: AppState, actions: KeyActions): readonly PaletteEntry[] {
  return [
    ...commands(app, actions),
    ...app.conversations.all.map((conversation) => ({
      id: `conversation:${conversation.id}`,
      kind: 'conversations' as const,
      label: conversation.title || app.locale.messages.conversations.untitled,
      takesFocus: true,
      run: () => {
        app.openConversation(conversation.id);
        actions.focusQuestion();
      },
    })),
    ...app.documents.all.map((document) => ({
      id: `document:${document.id}`,
      kind: 'documents' as const,
      label: document.name,
      run: () => app.openDocument(document),
    })),
    ...app.tags.ofLibrary.map(({ tag }) => ({
      id: `tag:${tag}`,
      kind: 'tags' as const,
      label: app.locale.messages.palette.askTagged(tag),
      takesFocus: true,
      run: () => {
        app.showConversation();
        app.questionScope.chooseDocuments([]);
        app.questionScope.chooseTags([tag]);
        actions.focusQuestion();
      },
    })),
    ...app.libraries.all.map((library) => ({
      id: `library:${library.id}`,
      kind: 'libraries' as const,
      label: library.name,
      run: () => void app.notice.attempt(() => app.libraries.choose(library.id)),
    })),
  ];
}

/** Not shown: what people of either language may look for, whichever the app speaks. */
const themeNames = {
  system: 'theme appearance auto mode 主题 外观 自动 跟随系统',
  light: 'theme appearance light day mode 主题 外观 浅色 亮色 日间模式',
  dark: 'theme appearance dark night mode 主题 外观 深色 暗色 黑暗 夜间模式',
} as const;

function commands(app: AppState, actions: KeyActions): readonly PaletteEntry[] {
  const { shortcuts, palette, models, splitting, settings, firstRun } = app.locale.messages;
  const open = app.source.target;
  const conversation = app.conversations.current;
  const { sampleLibraryId } = app.settings.current;
  const hasSample =
    app.sample.status.status === 'creating' || app.libraries.all.some(({ id }) => id === sampleLibraryId);
  const command = (id: string, label: string, run: () => void, keys?: ShortcutId): PaletteEntry => ({
    id,
    kind: 'actions',
    label,
    keys: keys && shownKeys(keys),
    run,
  });
  const bound = (id: WindowShortcutId, takesFocus = false): PaletteEntry => ({
    ...command(id, shortcuts.names[id], actions[id], id),
    takesFocus,
  });
  return [
    bound('startNew', true),
    bound('search', true),
    bound('newNote', true),
    command('add-files', palette.addFiles, chooseFiles),
    bound('focusQuestion', true),
    bound('focusDocuments', true),
    ...(open
      ? [
          {
            ...command('details', palette.details(open.documentName), () =>
              app.openDetails({ id: open.documentId }),
            ),
            takesFocus: true,
          },
          {
            ...command('close-source', palette.closeSource, actions.toggleSource, 'toggleSource'),
            takesFocus: true,
          },
        ]
      : []),
    bound('copyAnswer'),
    ...(conversation
      ? [
          command('export-markdown', palette.exportAs('Markdown'), () => {
            void app.notice.attempt(() => exportAs(app, conversation, 'markdown'));
          }),
          command('export-json', palette.exportAs('JSON'), () => {
            void app.notice.attempt(() => exportAs(app, conversation, 'json'));
          }),
          // Not before the palette is gone from the page.
          command('print', palette.print, () => setTimeout(() => window.print())),
        ]
      : []),
    bound('previousConversation'),
    bound('nextConversation'),
    command('models', models.title, () => app.layout.openScreen('models')),
    bound('settings'),
    command('splitting', splitting.open, () => app.openSplitting()),
    bound('help'),
    ...(hasSample
      ? []
      : [command('sample', firstRun.trySample, () => void makeSample(app, firstRun.sampleName))]),
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      ...command(`theme-${theme}`, palette.theme(settings.themes[theme]), () => {
        void app.notice.attempt(() => app.settings.update({ theme }));
      }),
      alsoCalled: themeNames[theme],
    })),
    ...(['system', 'en', 'zh'] as const).map((locale) => ({
      ...command(`language-${locale}`, palette.language(settings.locales[locale]), () => {
        void app.notice.attempt(() => app.settings.update({ locale }));
      }),
      alsoCalled: 'language 语言 界面语言',
    })),
  ];
}

function makeSample(app: AppState, name: string): Promise<unknown> {
  return app.notice.attempt(async () => {
    await app.sample.create(name);
    const { status } = app.sample;
    if (status.status === 'failed') throw status.error;
  });
}

/** The pane of documents holds the field; a browser opens it only while it answers a key or a click. */
function chooseFiles(): void {
  document.querySelector<HTMLInputElement>('nav input[data-picker="files"]')?.click();
}
