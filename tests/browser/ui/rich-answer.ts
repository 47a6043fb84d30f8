import { deskInUse, type Desk } from './desk';

const fence = '```';

/** What a language model writes when it is asked to explain: formulas, code, a table and diagrams. */
export const richText = `The **distance** a stroke covers is its speed over time, $s = \\int_0^T v(t)\\,\\mathrm{d}t$, and a stone that costs $5 wears no faster than one at $10. For a vector $\\mathbf{x} \\in \\mathbb{R}^n$ the density is

$$
p(\\mathbf{x}) = \\frac{1}{\\sqrt{(2\\pi)^n \\lvert\\Sigma\\rvert}} \\exp\\left(-\\tfrac{1}{2}(\\mathbf{x}-\\mu)^\\top \\Sigma^{-1} (\\mathbf{x}-\\mu)\\right)
$$

and in steps:

\\[
\\begin{aligned}
f(x) &= (x+1)^2 \\\\
     &= x^2 + 2x + 1
\\end{aligned}
\\qquad
A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}
\\]

这里 $E=mc^2$ 也成立。A formula that is wrong, $\\frac{1$, and one by itself:

$$\\undefinedcommand{x}$$

${fence}python
def grind(water: int, minutes: float = 8.0) -> str:
    return f"{water} drops, {minutes} minutes, and then a line that is a good deal longer than the column is wide"
${fence}

${fence}mermaid
flowchart LR
  A[Fresh water] --> B{Stick upright?}
  B -- yes --> C[Slow circles]
  B -- no --> D[Hold it upright]
  D --> C
  C --> E[砚台里的墨]
${fence}

${fence}mermaid
sequenceDiagram
  participant P as Person
  participant S as Stone
  P->>S: water
  S-->>P: ink
  Note over P,S: eight minutes
${fence}

${fence}mermaid
flowchart nowhere ->
${fence}

| Stone | Place | Known for | Found | Price | Remark |
| --- | --- | --- | --- | --- | --- |
| Duan | Zhaoqing, Guangdong | fine grain, quiet grinding | Tang dynasty | $5,000 | the most prized of the four |
| She | Wuyuan and Shexian | gold specks, hard surface | Tang dynasty | $3,000 | second [1] |
`;

/** The desk in use, where the answer that a model wrote is a rich one. */
export function richDesk(text = richText): Desk {
  return {
    ...deskInUse,
    messages: deskInUse.messages.map((message) =>
      message.role === 'answer' && message.engine === 'webllm' ? { ...message, text } : message,
    ),
  };
}
