import { serve } from '../src/rpc/server';
import { readGpuSupport, readMachineBytes } from './engines/webllm/gpu-support';
import { createLanguageModel } from './engines/webllm/language-model';
import { loadWebLlm } from './engines/webllm/real-library';

serve(
  self,
  createLanguageModel({
    loadLibrary: loadWebLlm,
    readSupport: readGpuSupport,
    isOnline: () => navigator.onLine,
    machineBytes: readMachineBytes(),
    // A weak GPU reads a full window for minutes, and then still writes a token in seconds.
    patience: { firstTokenMs: 300_000, nextTokenMs: 60_000 },
  }),
);
