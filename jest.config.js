/** Everything that needs no n8n server. The server's tests have their own configuration in test/n8n. */
module.exports = {
	testEnvironment: '<rootDir>/test/support/worker/environment.js',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/n8n/'],
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
	resolver: '<rootDir>/test/support/worker/resolver.js',
	setupFiles: ['<rootDir>/test/support/worker/errors.js'],
	globalSetup: '<rootDir>/test/support/start-postgres.ts',
	globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
	testTimeout: 30_000,
	reporters: ['default', '<rootDir>/test/support/unique-names.js'],
	// Jest leaves one core to itself, which on two cores is half of them.
	maxWorkers: '100%',
};
