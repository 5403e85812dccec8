import type { Template } from '../../../cli/templates/template';
import type { SampleRun } from './sample-data';

/** A template with the lines that an admin has drawn: where there are several ways in, the note says to choose one. */
export function asPlayed(template: Template, { lines }: Pick<SampleRun, 'lines'>): Template {
	const drawn = Object.entries(lines).map(([from, node]) => [
		from,
		{ main: [[{ node, type: 'main', index: 0 }]] },
	]);
	return { ...template, connections: { ...template.connections, ...Object.fromEntries(drawn) } };
}
