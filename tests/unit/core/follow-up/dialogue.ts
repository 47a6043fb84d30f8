/** Questions that were asked, the last one, and what its standalone form must hold and must not; or that it stays as it is. */
export type Dialogue =
  | { readonly said: readonly string[]; readonly asks: string; readonly stays: true }
  | {
      readonly said: readonly string[];
      readonly asks: string;
      readonly has: readonly string[];
      readonly lacks: readonly string[];
    };

export function leaning(said: string[], asks: string, has: string[], lacks: string[] = []): Dialogue {
  return { said, asks, has, lacks };
}

export function standing(said: string[], asks: string): Dialogue {
  return { said, asks, stays: true };
}
