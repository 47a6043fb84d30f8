import { createSubscriber } from 'svelte/reactivity';

/** Whether the browser believes it has a connection. */
export function onlineStatus(): { readonly isOnline: boolean } {
  const subscribe = createSubscriber((update) => {
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  });
  return {
    get isOnline() {
      subscribe();
      return navigator.onLine;
    },
  };
}
