import { EXIT, type ExitCode } from '../output/failure';
import { table } from '../output/table';
import type { Terminal } from '../output/terminal';
import { startsOfItself, titleOf } from '../templates/template';
import { readTemplates } from '../templates/template-files';
import type { Values } from './arguments';

export function listCommand(values: Values, { out }: Terminal): ExitCode {
	const rows = readTemplates().map((template) => ({
		name: template.key,
		starts: startsOfItself(template) ? 'by itself' : 'by hand',
		title: titleOf(template),
	}));
	out(values.json ? JSON.stringify(rows, null, 2) : table(['name', 'starts', 'title'], rows));
	return EXIT.fine;
}
