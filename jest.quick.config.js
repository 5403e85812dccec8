/** While you write the engine: SQLite only, and nothing that needs PostgreSQL, n8n's engine or the built package. */
const { transform, testEnvironment, testMatch, testTimeout, maxWorkers } = require('./jest.config.js');

module.exports = {
	displayName: 'quick: SQLite only',
	roots: ['<rootDir>/test/engine', '<rootDir>/test/cli', '<rootDir>/test/support'],
	// These run the built package.
	testPathIgnorePatterns: ['engine/timeline/crashes', 'cli/broken-templates', 'cli/page', 'cli/usage'],
	globalSetup: '<rootDir>/test/support/memory-folder.ts',
	transform,
	testEnvironment,
	testMatch,
	testTimeout,
	maxWorkers,
};
