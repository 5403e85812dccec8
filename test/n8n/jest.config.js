/** The tests that run the built pack inside a real n8n. One at a time: each has a server of its own. */
const { transform, testEnvironment } = require('../../jest.config.js');

module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/n8n'],
	testEnvironment,
	testMatch: ['**/*.test.ts'],
	transform,
	testTimeout: 300_000,
	maxWorkers: 1,
};
