import { EXIT, type ExitCode } from '../output/failure';
import type { Terminal } from '../output/terminal';
import { readTemplates } from '../templates/template-files';

/** As n8n's own import takes it. */
export function showCommand(name: string, { out }: Terminal): ExitCode {
	for (const { key: _key, ...workflow } of readTemplates([name])) out(JSON.stringify(workflow, null, 2));
	return EXIT.fine;
}
