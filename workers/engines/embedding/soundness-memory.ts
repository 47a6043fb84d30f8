import { openDeviceFindings } from './device-findings';

/** Which models have passed their test on this device. */
export interface SoundnessMemory {
  readonly isKnown: (key: string) => Promise<boolean>;
  readonly remember: (key: string) => Promise<void>;
}

export const storedSoundness: SoundnessMemory = {
  isKnown: async (key) => (await (await openDeviceFindings()).match(addressOf(key))) !== undefined,
  remember: async (key) => {
    await (await openDeviceFindings()).put(addressOf(key), new Response('sound'));
  },
};

function addressOf(key: string): string {
  return `/sound-embedding?${encodeURIComponent(key)}`;
}
