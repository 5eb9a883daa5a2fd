import { heedOutputErrors, processIo } from './io';
import { main } from './main';

heedOutputErrors(process);
process.exitCode = await main(process.argv.slice(2), processIo);
