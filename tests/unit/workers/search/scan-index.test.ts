import { ScanIndex } from '../../../../workers/engines/vector/scan-index';
import { describeVectorIndex } from './vector-index-suite';

describeVectorIndex('the exact scan', {
  create: (dimension) => new ScanIndex(dimension),
  // One that is no multiple of four too.
  dimensions: [64, 65, 256, 384, 768, 1024],
});
