/** While you write the engine: SQLite only, and nothing that needs PostgreSQL, n8n's engine or the built package. */
const {
	transform,
	testEnvironment,
	testMatch,
	testTimeout,
	maxWorkers,
	reporters,
} = require('./jest.config.js');

module.exports = {
	displayName: 'quick: SQLite only',
	roots: ['<rootDir>/test/engine', '<rootDir>/test/cli', '<rootDir>/test/support'],
	testPathIgnorePatterns: [
		// These run the built package.
		...['engine/timeline/crashes', 'cli/broken-templates', 'cli/page', 'cli/usage'],
		// These wait for an n8n that is slow or gone, by the clock.
		...['cli/n8n-unwell', 'cli/broken-off'],
	],
	globalSetup: '<rootDir>/test/support/memory-folder.ts',
	transform,
	testEnvironment,
	testMatch,
	testTimeout,
	maxWorkers,
	reporters,
};
