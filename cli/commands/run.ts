import { version } from '../../package.json';
import { asFailure, EXIT, Failure, type ExitCode } from '../output/failure';
import { discreet, type Terminal } from '../output/terminal';
import { readArguments, USAGE, type Values } from './arguments';
import { keyOf, passwordIn, postgresOf, urlOf } from './connect';
import { doctorCommand } from './doctor';
import { importCommand } from './import';
import { listCommand } from './list';
import { showCommand } from './show';

/**
 * The whole command, apart from the process it runs in. Results go to `out`, everything else to `err`; with `--json` what went
 * wrong is a result, too.
 * @param before what must be so before anything else; a Failure it throws is reported like any other
 */
export async function run(
	args: readonly string[],
	given: Terminal,
	before: () => void = () => {},
): Promise<ExitCode> {
	let terminal = given;
	try {
		before();
		const { values, positionals } = readArguments(args);
		terminal = discreet(given, secretsIn(values, given.env));
		return await dispatch(positionals, values, terminal);
	} catch (error) {
		const { message, hint, exitCode } = asFailure(error);
		if (args.includes('--json'))
			terminal.out(JSON.stringify({ error: { message, hint, exitCode } }, null, 2));
		else terminal.err(`${message}\n${hint}`);
		return exitCode;
	}
}

async function dispatch(
	positionals: readonly string[],
	values: Values,
	terminal: Terminal,
): Promise<ExitCode> {
	const [area, verb, ...names] = positionals;
	if (values.help || values.version) {
		terminal.out(values.help ? USAGE : version);
		return EXIT.fine;
	}
	if (area === undefined) throw new Failure('icrm what?', USAGE, EXIT.usage);
	if (area === 'doctor' && verb === undefined) return await doctorCommand(values, terminal);
	if (area === 'templates' && verb === 'list' && names.length === 0) return listCommand(values, terminal);
	if (area === 'templates' && verb === 'show' && names[0] !== undefined && names.length === 1)
		return showCommand(names[0], terminal);
	if (area === 'templates' && verb === 'import') return await importCommand(names, values, terminal);
	throw new Failure(`'icrm ${positionals.join(' ')}' is not a command`, USAGE, EXIT.usage);
}

const secretsIn = (values: Values, env: Terminal['env']) => [
	keyOf(values, env),
	passwordIn(urlOf(values, env)),
	passwordIn(postgresOf(values, env)),
];
