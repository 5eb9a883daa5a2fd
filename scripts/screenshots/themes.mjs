// Every lab in every theme and in a small window: "learning-light", "maps-contrast-1024", ...
const wide = { width: 1440, height: 900 };

/** Opened once each, and turned from theme to theme in place. */
export const labs = {
  learning: { hash: '', trials: 300 },
  deep: { hash: '#preset=deep-hierarchy', trials: 60 },
  maps: { hash: '#preset=detour', trials: 200 },
  codes: { hash: '#preset=rd-shapes', trials: 40 },
  memory: { hash: '#preset=one-layer-induction', trials: 120 }
};

export const views = ['light', 'dark', 'contrast', 'projector'].flatMap((theme) => [
  { theme, viewport: theme === 'projector' ? { width: 1920, height: 1080 } : wide, suffix: '' },
  { theme, viewport: { width: 1024, height: 768 }, suffix: '-1024' }
]);
