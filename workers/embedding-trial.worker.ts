import { serve } from '../src/rpc/server';
import { tryBothDevices, type TrialContract } from './engines/embedding/device-trial';
import { openInstalled } from './installed-on-demand';

serve(self, { tryBoth: ({ modelPath }) => tryBothDevices(modelPath, openInstalled) } satisfies TrialContract);
