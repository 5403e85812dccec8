/** As every PostgreSQL that we start is run: on this machine only, and as somebody who is not root. */
export const postgresOptions = (port: number, databaseDir: string, settings: readonly string[] = []) => ({
	databaseDir,
	port,
	user: 'postgres',
	password: 'postgres',
	createPostgresUser: process.getuid?.() === 0,
	initdbFlags: ['--encoding=UTF8', '--locale=C'],
	postgresFlags: ['listen_addresses=127.0.0.1', 'max_connections=200', ...settings].flatMap((setting) => [
		'-c',
		setting,
	]),
	onLog: () => {},
	onError: () => {},
});
