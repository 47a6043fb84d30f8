export const builtInModelId = 'built-in';
