import { createContext } from 'svelte';
import type { ModelManagerState } from '../../state/model-manager-state.svelte';

export const [useManager, provideManager] = createContext<ModelManagerState>();
