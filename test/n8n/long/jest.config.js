/** Storms, crowds, queue mode, matrices, and stories again on the other database: by command, with a result that is kept. */
const config = require('../jest.config.js');

module.exports = {
	...config,
	rootDir: '../../..',
	testMatch: ['<rootDir>/test/n8n/long/*.test.ts'],
};
