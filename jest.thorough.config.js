/** All of `npm test`'s jest with many more random cases, and companies of ten thousand: see test/support/thorough.ts. */
process.env.ICRM_TEST_THOROUGH = 'yes';

module.exports = { ...require('./jest.config.js'), displayName: 'thorough', testTimeout: 300_000 };
