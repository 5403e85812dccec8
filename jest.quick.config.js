/** While you write the engine: SQLite only, and nothing that needs PostgreSQL, n8n's engine or the built package. */
const {
	transform,
	resolver,
	setupFiles,
	testEnvironment,
	testMatch,
	testTimeout,
	maxWorkers,
	reporters,
} = require('./jest.config.js');

module.exports = {
	displayName: 'quick: SQLite only',
	roots: ['<rootDir>/test/engine', '<rootDir>/test/support'],
	// The first runs the built package; the others ask a slow and obvious oracle, a third of all the time.
	testPathIgnorePatterns: [
		'engine/timeline/crashes',
		'working-time/properties',
		'survey/withhold',
		'stories/standing',
		'stories/real-log',
	],
	globalSetup: '<rootDir>/test/support/start-quick.ts',
	transform,
	resolver,
	setupFiles,
	testEnvironment,
	testMatch,
	testTimeout,
	maxWorkers,
	reporters,
};
