import { createServer } from 'node:http';
import { answerPageFile } from '../src/main/pageFile.mjs';

/** How many ports above the wanted one are tried before any free port is taken. */
const neighbours = 20;

/**
 * Serves the built page on this machine only. A request that names another host is refused, so that no web page
 * elsewhere can reach in by pointing its own name at 127.0.0.1.
 * @param {string} root the built page's folder
 * @param {number} port the wanted port; the next free one where it is taken; 0 for any
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function servePage(root, port) {
  let hosts = new Set();
  const server = createServer(async (request, response) => {
    if (!hosts.has(request.headers.host)) {
      response.writeHead(421).end('Misdirected request\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    } else {
      const { status, headers, body } = await answerPageFile(root, request.url ?? '/');
      response.writeHead(status, { ...headers, 'Content-Length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
    }
  });

  const wanted = port === 0 ? [0] : [...Array(neighbours).keys()].map((step) => port + step).concat(0);
  const bound = await listenOnFirst(server, wanted);
  hosts = new Set([`127.0.0.1:${bound}`, `localhost:${bound}`]);
  return {
    url: `http://127.0.0.1:${bound}/`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number[]} ports
 * @returns {Promise<number>} the port it listens on
 */
async function listenOnFirst(server, ports) {
  for (const port of ports.filter((number) => number <= 65535)) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(undefined);
        });
      });
      const address = server.address();
      if (address && typeof address === 'object') return address.port;
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  throw new Error(`No port is free among ${ports.join(', ')}. Give another one with --port.`);
}
