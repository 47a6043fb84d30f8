import { watchSilence } from '../language-models/silence';

/** A driver that answers at all does so in far less. */
const patienceMs = 30_000;

/** The strongest graphics adapter; undefined where there is none, or none that answers. */
export async function requestAdapter(gpu: Pick<GPU, 'requestAdapter'>): Promise<GPUAdapter | undefined> {
  let endWatch: () => void = () => undefined;
  const silence = new Promise<undefined>((resolve) => {
    endWatch = watchSilence(patienceMs, () => resolve(undefined));
  });
  try {
    const asked = gpu.requestAdapter({ powerPreference: 'high-performance' });
    return (await Promise.race([asked, silence])) ?? undefined;
  } finally {
    endWatch();
  }
}
