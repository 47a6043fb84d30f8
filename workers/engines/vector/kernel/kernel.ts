export { candidateCount, startCandidates } from './best-candidates';
export { scoreRow } from './exact-score';
export { scanRows } from './first-pass';
