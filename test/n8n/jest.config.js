/**
 * The tests that run the built pack inside a real n8n, one story a capability: they are part of every build. Repetitions,
 * crowds and storms stand in long/, with a configuration of their own. One at a time: each has a server of its own.
 */
const { transform, testEnvironment } = require('../../jest.config.js');

module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/n8n'],
	testEnvironment,
	testMatch: ['<rootDir>/test/n8n/*.test.ts'],
	transform,
	testTimeout: 300_000,
	maxWorkers: 1,
};
