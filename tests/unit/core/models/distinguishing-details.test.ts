import { expect, it } from 'vitest';
import { distinguishingDetails } from '../../../../src/core/models/distinguishing-details';

it('says nothing of a name that stands alone', () => {
  expect(distinguishingDetails([{ id: 'a', name: 'One', details: ['x'] }]).size).toBe(0);
});

it('says only what tells models of one name apart', () => {
  const found = distinguishingDetails([
    { id: 'a', name: 'Qwen', details: ['Graphics', '4-bit', '1 GB'] },
    { id: 'b', name: 'qwen', details: ['Processor', '4-bit', '2 GB'] },
  ]);
  expect([...found]).toEqual([
    ['a', ['Graphics']],
    ['b', ['Processor']],
  ]);
});

it('goes on until all of them differ', () => {
  const found = distinguishingDetails([
    { id: 'a', name: 'own', details: ['Processor', 'own.gguf', '1 MB'] },
    { id: 'b', name: 'own', details: ['Processor', 'own.gguf', '2 MB'] },
    { id: 'c', name: 'own', details: ['Processor', 'other.gguf', '2 MB'] },
  ]);
  expect(found.get('a')).toEqual(['own.gguf', '1 MB']);
  expect(found.get('b')).toEqual(['own.gguf', '2 MB']);
  expect(found.get('c')).toEqual(['other.gguf', '2 MB']);
});
