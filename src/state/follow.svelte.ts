import { untrack } from 'svelte';
import type { Observe } from '../services/app-services';

/**
 * Observes for as long as the component that called it lives, and anew when what `source` reads has changed.
 * What `onValue` reads is not followed: it may set state that it has read.
 */
export function follow<T>(source: () => Observe<T> | undefined, onValue: (value: T) => void): void {
  $effect.pre(() =>
    source()?.((value) => {
      untrack(() => {
        onValue(value);
      });
    }),
  );
}
