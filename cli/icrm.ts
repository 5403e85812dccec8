#!/usr/bin/env node
import { checkNode } from './commands/node-version';
import { run } from './commands/run';
import type { Terminal } from './output/terminal';

const terminal: Terminal = {
	env: process.env,
	out: (text) => process.stdout.write(`${text}\n`),
	err: (text) => process.stderr.write(`${text}\n`),
};

// `icrm templates show … | head` closes the pipe early: that is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit();
	throw error;
});

void run(process.argv.slice(2), terminal, () => checkNode(process.versions.node)).then((code) => {
	process.exitCode = code;
});
