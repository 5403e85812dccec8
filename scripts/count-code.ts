import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** `npx tsx scripts/count-code.ts engine nodes`: files and lines of code in folders, without comments and blank lines. */
function linesOfCode(text: string): number {
	const comments: [from: number, to: number][] = [];
	const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
	// The parser knows what is a comment and what only looks like one in a template or a regular expression.
	const visit = (node: ts.Node) => {
		ts.forEachLeadingCommentRange(text, node.getFullStart(), (from, to) => void comments.push([from, to]));
		ts.forEachTrailingCommentRange(text, node.getEnd(), (from, to) => void comments.push([from, to]));
		node.getChildren(file).forEach(visit);
	};
	visit(file);
	const blanked = comments.reduce(
		(rest, [from, to]) => rest.slice(0, from) + rest.slice(from, to).replace(/[^\n]/g, ' ') + rest.slice(to),
		text,
	);
	return blanked.split('\n').filter((line) => line.trim() !== '').length;
}

let [files, code] = [0, 0];
for (const folder of process.argv.slice(2)) {
	const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.ts'),
	);
	const sum = sources.reduce(
		(total, name) => total + linesOfCode(readFileSync(join(folder, name), 'utf8')),
		0,
	);
	console.log(`${folder}: ${sources.length} files, ${sum} lines of code`);
	files += sources.length;
	code += sum;
}
if (process.argv.length > 3) console.log(`together: ${files} files, ${code} lines of code`);
