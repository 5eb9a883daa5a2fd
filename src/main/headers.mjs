/**
 * What the page may load and run. No `unsafe-eval`: our kernels need WebAssembly alone, and gpu.js needs no eval on a GPU.
 * @type {Record<string, string>}
 */
const policy = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'connect-src': "'self' ws://127.0.0.1:* ws://localhost:*",
  'font-src': "'self' data:",
  'object-src': "'none'",
  'base-uri': "'none'"
};

/** As one line, which a page may carry itself where its server sends no headers. */
export const contentSecurityPolicy = Object.entries(policy)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

/**
 * The headers of every answer, the same from Electron's app:// protocol and from the local server.
 * The two Cross-Origin lines make the page cross-origin isolated, which is what gives it shared memory and so threads.
 * @type {Readonly<Record<string, string>>}
 */
export const pageHeaders = Object.freeze({
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache'
});
