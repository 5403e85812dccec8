import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Failure } from '../output/failure';
import { PACKAGE_FOLDER } from '../package-folder';
import { templateSchema, type Template } from './template';
import { faultIn, sharedId } from './template-faults';

/** The shipped templates. */
export const FOLDER = join(PACKAGE_FOLDER, 'workflows');

/**
 * Reads templates, all or none.
 * @param keys file names without `.json`; none means all
 * @throws Failure that names file and place
 */
export function readTemplates(keys: readonly string[] = [], folder = FOLDER): Template[] {
	if (!existsSync(folder))
		throw new Failure(
			`There is no folder ${folder}`,
			'Install the package anew: its templates are missing.',
			EXIT.failed,
		);
	const known = readdirSync(folder)
		.filter((file) => file.endsWith('.json') && !file.startsWith('sample-'))
		.map((file) => file.replace(/\.json$/, ''))
		.sort();
	const unknown = keys.find((key) => !known.includes(key));
	if (unknown !== undefined)
		throw new Failure(`There is no template '${unknown}'`, `Templates are: ${known.join(', ')}.`, EXIT.usage);
	const wanted = keys.length > 0 ? [...new Set(keys)] : known;
	const templates = wanted.map((key) => readTemplate(key, join(folder, `${key}.json`)));
	const shared = sharedId(templates);
	if (shared !== undefined) throw broken(folder, shared);
	return templates;
}

function readTemplate(key: string, file: string): Template {
	const parsed = templateSchema.safeParse(readJson(file));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw broken(file, `${issue?.path.join('.') || 'the whole'} is wrong (${issue?.message ?? 'unknown'})`);
	}
	const template = { key, ...parsed.data };
	const fault = faultIn(template);
	if (fault !== undefined) throw broken(file, fault);
	return template;
}

function readJson(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw broken(file, error instanceof SyntaxError ? `this is not JSON (${reason})` : reason);
	}
}

const broken = (place: string, what: string) =>
	new Failure(
		`${place}: ${what}`,
		'Until it is corrected nothing is imported. Installing the package anew brings the shipped file back.',
		EXIT.failed,
	);
