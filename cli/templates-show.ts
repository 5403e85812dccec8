import { EXIT, type ExitCode } from './failure';
import { readTemplates } from './template-files';
import type { Terminal } from './terminal';

/** As n8n's own import takes it. */
export function showTemplate(name: string, { out }: Terminal): ExitCode {
	for (const { key: _key, ...workflow } of readTemplates([name])) out(JSON.stringify(workflow, null, 2));
	return EXIT.fine;
}
