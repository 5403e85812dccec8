import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { TEMPLATE_TEXTS, textsOf, withTexts } from '../workflows/texts';
import { projectRoot } from './stage/util/project-root';

/** `npm run texts`: writes the texts of `workflows/texts/*.ts` into the templates, which stay ready to import by hand. */
async function main(): Promise<void> {
	const style = await resolveConfig(join(projectRoot, 'package.json'));
	for (const key of Object.keys(TEMPLATE_TEXTS.en)) {
		const file = join(projectRoot, 'workflows', `${key}.json`);
		const before = readFileSync(file, 'utf8');
		const template = withTexts(JSON.parse(before), textsOf(key));
		const after = await format(JSON.stringify(template, null, '\t'), { ...style, filepath: file });
		if (after === before) continue;
		writeFileSync(file, after);
		console.log(`workflows/${key}.json`);
	}
}

void main();
