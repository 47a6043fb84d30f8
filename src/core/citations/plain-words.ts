/**
 * Common Chinese words that name nothing: they join, point, grade or introduce. A statement may have them although
 * its source has others.
 */
export const plainChineseWords: ReadonlySet<string> = new Set(
  `根据 依据 按照 资料 文中 文章 原文 上文 本文 文献 来源 提到 指出 提及 记载 显示 表明 说明 认为 表示 据此 可知 其中 此外 另外 同时
   因此 所以 因而 由于 因为 从而 于是 然而 但是 不过 可是 虽然 尽管 而且 并且 以及 或者 还是 如果 即使 只有 只要 例如 比如 包括
   现在 目前 如今 当时 那时 后来 之后 以后 之前 以前 此后 随后 期间 时候 开始 最终 最后 首先 其次 曾经 已经 一直 仍然
   非常 十分 极其 相当 比较 更加 最为 大约 左右 大概 约为 主要 大多 许多 很多 众多 一些 部分 所有 全部 各种 多种 不同 相关 有关
   一个 一种 一位 一座 一名 一次 第一 这个 那个 这种 那种 这些 那些 该 他们 她们 它们 自己 本身 作为 成为 称为 叫做 名为 称作 视为
   位于 地处 属于 来自 源自 产自 用于 用来 进行 使用 采用 利用 通过 经过 作出 做成 制成 拥有 具有 存在 出现 发生 造成 导致 影响
   之间 以来 以上 以下 以内 以外 方面 情况 问题 方式 方法 可以 能够 可能 需要 必须 应该 没有 不是 从未 并非 不再`.split(
    /\s+/,
  ),
);
