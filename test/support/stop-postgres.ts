export default async function globalTeardown(): Promise<void> {
	await (globalThis as { icrmPostgres?: { stop: () => Promise<void> } }).icrmPostgres?.stop();
}
