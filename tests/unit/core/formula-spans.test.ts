import { describe, expect, it } from 'vitest';
import { formulaBlockAt, formulasIn } from '../../../src/core/formula-spans';
import { mathLetters } from '../../../src/ui/common/math-letters';

const texOf = (text: string): string[] => formulasIn(text).map(({ tex }) => tex);

describe('finding formulas', () => {
  it('tells where they stand, with their signs', () => {
    const text = 'For $5, $a$ and $$b$$.';
    const spans = formulasIn(text).map(({ start, end }) => text.slice(start, end));
    expect(spans).toEqual(['$a$', '$$b$$']);
  });

  it.each([
    ['It is $x^2$ here.', ['x^2']],
    ['Then $$\\frac{a}{b}$$ follows.', ['\\frac{a}{b}']],
    ['With \\(a + b\\) and \\[c\\].', ['a + b', 'c']],
    ['这里$E=mc^2$成立', ['E=mc^2']],
    ['for the $n$th of $2n$', ['n', '2n']],
    ['$\\text{cost in \\$}$', ['\\text{cost in \\$}']],
  ])('finds them in %j', (text, expected) => {
    expect(texOf(text)).toEqual(expected);
  });

  it.each([
    'It costs $5 and $10.',
    'From $5-$10, or US$5/US$10.',
    'About $1,000–$2,000 a year',
    '$5 (about A$) each',
    '价格是 $5 元到 $ 之间',
    '从$5涨到$10，又跌回去',
    'echo $PATH:$HOME/bin',
    'half written $x^2',
    'half written $$\\frac{1}{',
    'half written \\[ a',
    'a paragraph $$ends\n\nhere$$',
    'escaped \\$x$',
  ])('leaves %j as it is', (text) => {
    expect(texOf(text)).toEqual([]);
  });

  it('finds those that hold brackets of another kind, and lines', () => {
    expect(texOf('so \\(a\\\\ \\[b\\] c\\) and \\[x \\\\[2pt] y\\]')).toEqual([
      'a\\\\ \\[b\\] c',
      'x \\\\[2pt] y',
    ]);
  });

  it.each(['\\(a ', '\\[a ', '$a b', '$$a ', '\\( \\[ $'])('goes once through %j without an end', (begun) => {
    // Work that grows with the square of it outlasts the test's time many times over.
    expect(formulasIn(begun.repeat(200_000)).length).toBeLessThan(200_000);
    expect(formulasIn(begun + 'x'.repeat(4_000_000))).toEqual([]);
  });

  it('takes lines of their own whole, whatever they look like', () => {
    expect(formulaBlockAt('$$\na\n= b\n- c\n$$\nAnd so on')).toEqual({
      raw: '$$\na\n= b\n- c\n$$\n',
      tex: 'a\n= b\n- c',
      isDisplay: true,
    });
    expect(formulaBlockAt('$$a$$ and more')).toBeUndefined();
    expect(formulaBlockAt('$a$\n')).toBeUndefined();
  });
});

it('letters of mathematics are characters of their own, those older than the block of them too', () => {
  expect(mathLetters('RAn1', 'double-struck')).toBe('ℝ𝔸𝕟𝟙');
  expect(mathLetters('LA', 'script')).toBe('ℒ𝒜');
  expect(mathLetters('gC', 'fraktur')).toBe('𝔤ℭ');
});
