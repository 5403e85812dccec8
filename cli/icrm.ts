#!/usr/bin/env node
import { run } from './run';

void run(process.argv.slice(2), {
	env: process.env,
	out: (text) => process.stdout.write(`${text}\n`),
	err: (text) => process.stderr.write(`${text}\n`),
}).then((code) => {
	process.exitCode = code;
});
