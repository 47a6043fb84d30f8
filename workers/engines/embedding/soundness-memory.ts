/** Which models have passed their test on this device. */
export interface SoundnessMemory {
  readonly isKnown: (key: string) => Promise<boolean>;
  readonly remember: (key: string) => Promise<void>;
}

const cacheName = 'inkstone-embedding-devices';

export const storedSoundness: SoundnessMemory = {
  isKnown: async (key) => (await (await caches.open(cacheName)).match(addressOf(key))) !== undefined,
  remember: async (key) => {
    await (await caches.open(cacheName)).put(addressOf(key), new Response('sound'));
  },
};

function addressOf(key: string): string {
  return `/sound-embedding?${encodeURIComponent(key)}`;
}
