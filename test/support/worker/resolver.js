const { join } = require('node:path');

/** Libraries that are loaded once in each process that runs test files: see once.js. */
const ONCE = ['kysely', 'n8n-core', 'n8n-workflow', 'pg', 'zod'];

/** How jest finds what a file asks for. What libraries ask for is their own affair: they may want another version. */
module.exports = (name, options) =>
	ONCE.includes(name) && !options.basedir.includes('node_modules')
		? join(__dirname, `${name}.js`)
		: options.defaultResolver(name, options);
