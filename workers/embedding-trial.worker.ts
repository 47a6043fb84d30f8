import { serve } from '../src/rpc/server';
import { tryBothDevices, type TrialContract } from './engines/embedding/device-trial';

serve(self, { tryBoth: ({ modelPath }) => tryBothDevices(modelPath) } satisfies TrialContract);
