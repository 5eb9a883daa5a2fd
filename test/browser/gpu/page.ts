/** Sessions run in a worker, so the cases do; the page only says when the worker can be asked. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = () => {
  document.title = 'ready';
};
