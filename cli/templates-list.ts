import type { Values } from './arguments';
import { EXIT, type ExitCode } from './failure';
import { table } from './show';
import { headlineOf, startsOfItself } from './template';
import { readTemplates } from './template-files';
import type { Terminal } from './terminal';

export function listTemplates(values: Values, { out }: Terminal): ExitCode {
	const rows = readTemplates().map((template) => ({
		name: template.key,
		title: template.name,
		about: headlineOf(template),
		starts: startsOfItself(template) ? 'of itself' : 'by hand',
	}));
	out(values.json ? JSON.stringify(rows, null, 2) : table(['name', 'starts', 'about'], rows));
	return EXIT.fine;
}
