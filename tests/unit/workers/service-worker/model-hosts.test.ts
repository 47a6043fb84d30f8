import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { SettingsRepository } from '../../../../src/storage/settings';
import { readModelHosts } from '../../../../workers/service-worker/model-hosts';

const name = 'inkstone';

afterEach(() => Dexie.delete(name));

async function withSetting(value: unknown): Promise<void> {
  const database = new InkstoneDatabase(name);
  await new SettingsRepository(database).set({ modelHosts: value });
  database.close();
}

it('without a database there are no hosts, and none is created', async () => {
  expect(await readModelHosts(name)).toEqual([]);
  expect(await Dexie.exists(name)).toBe(false);
});

it('reads the hosts that the app has stored', async () => {
  await withSetting(['https://models.example']);
  expect(await readModelHosts(name)).toEqual(['https://models.example']);
});

it('leaves out what is not the origin of a host', async () => {
  await withSetting(['https://models.example', '*', 7, "https://a.example; script-src 'unsafe-eval'"]);
  expect(await readModelHosts(name)).toEqual(['https://models.example']);
});

it('takes anything but a list for none', async () => {
  await withSetting('https://models.example');
  expect(await readModelHosts(name)).toEqual([]);
});

it('a database of another shape has no hosts', async () => {
  const other = new Dexie(name);
  other.version(1).stores({ things: 'id' });
  await other.open();
  other.close();
  expect(await readModelHosts(name)).toEqual([]);
});

it('does not stand in the way of an upgrade', async () => {
  await withSetting([]);
  await readModelHosts(name);
  const next = new Dexie(name);
  next.version(2).stores({ settings: 'key' });
  await next.open();
  expect(next.verno).toBe(2);
  next.close();
});
