import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { StoredSettings } from '../../../src/services/settings-service';
import { InkstoneDatabase } from '../../../src/storage/database';
import { SettingsRepository } from '../../../src/storage/settings';

type Values = Readonly<Record<string, unknown>>;

/** Stored values that are read and written only when the test says so. */
class SlowRows {
  stored: Values = { theme: 'light' };
  readonly reads: (() => void)[] = [];
  readonly writes: (() => void)[] = [];

  /** Reads what is there now, and says it later. */
  all(): Promise<Record<string, unknown>> {
    const read = { ...this.stored };
    return new Promise((resolve) => this.reads.push(() => resolve(read)));
  }

  set(values: Values): Promise<void> {
    return new Promise((resolve) =>
      this.writes.push(() => {
        this.stored = { ...this.stored, ...values };
        resolve();
      }),
    );
  }
}

/** Settings that are being read, and every theme that an observer sees. */
function observed() {
  const rows = new SlowRows();
  const settings = StoredSettings.unset(rows);
  const themes: string[] = [];
  const locales: string[] = [];
  settings.observe(({ theme, locale }) => {
    themes.push(theme);
    locales.push(locale);
  });
  return { rows, settings, themes, locales };
}

it('follows what another tab changes', async () => {
  const database = new InkstoneDatabase('settings of two tabs');
  const here = await StoredSettings.open(new SettingsRepository(database));
  const there = await StoredSettings.open(new SettingsRepository(database));
  await there.update({ theme: 'dark' });
  await expect.poll(() => here.current.theme).toBe('dark');
  await here.update({ theme: 'light' });
  await expect.poll(() => there.current.theme).toBe('light');
  database.close();
});

it('shows what was stored before', async () => {
  const { rows, themes } = observed();
  await expect.poll(() => rows.reads.length).toBe(1);
  rows.reads[0]?.();
  await expect.poll(() => themes).toEqual(['system', 'light']);
});

it.each(['while a change is being written', 'after a change was written'])(
  'does not show again what a read that began before it says %s',
  async (when) => {
    const { rows, settings, themes, locales } = observed();
    rows.stored = { theme: 'light', locale: 'zh' };
    await expect.poll(() => rows.reads.length).toBe(1);
    const written = settings.update({ theme: 'dark' });
    if (when === 'after a change was written') {
      rows.writes[0]?.();
      await written;
    }
    rows.reads[0]?.();
    // What it says of other settings is as good as ever.
    await expect.poll(() => locales.at(-1)).toBe('zh');
    expect(themes).toEqual(['system', 'dark', 'dark']);
  },
);
