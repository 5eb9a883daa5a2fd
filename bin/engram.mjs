#!/usr/bin/env node
// Runs the command line, building it first when it is missing or older than its sources. Nothing is printed to stdout
// here: it belongs to the command.
import { pathToFileURL } from 'node:url';
import { buildCli, cliEntry, cliIsCurrent } from '../scripts/build-cli.mjs';

try {
  if (!cliIsCurrent()) {
    process.stderr.write('Building engram, once after each change of its sources.\n');
    await buildCli();
  }
} catch (error) {
  process.stderr.write(`engram could not be built: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
await import(pathToFileURL(cliEntry).href);
