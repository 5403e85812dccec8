import { join, relative } from 'node:path';
import ts from 'typescript';

/** Whoever uses the engine reads its functions in an editor, without their source: each says what it takes, gives and throws. */

const ROOT = join(__dirname, '..', '..');

/** Exported functions of a module that have no docstring, as `file: name`. */
function undocumented(entry: string): string[] {
	const program = ts.createProgram([entry], { noLib: true, types: [], skipLibCheck: true });
	const checker = program.getTypeChecker();
	const source = program.getSourceFile(entry);
	const module = source && checker.getSymbolAtLocation(source);
	if (!module) throw new Error(`${entry} exports nothing`);
	return checker.getExportsOfModule(module).flatMap((exported) => {
		const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
		const declaration = symbol.valueDeclaration;
		if (!declaration || !isFunction(declaration)) return [];
		const isSaid = symbol.getDocumentationComment(checker).some(({ text }) => text.trim() !== '');
		return isSaid ? [] : [`${relative(ROOT, declaration.getSourceFile().fileName)}: ${symbol.name}`];
	});
}

const isFunction = (declaration: ts.Declaration): boolean =>
	ts.isFunctionDeclaration(declaration) ||
	(ts.isVariableDeclaration(declaration) &&
		declaration.initializer !== undefined &&
		ts.isArrowFunction(declaration.initializer));

it('every function of the engine that others may call has a docstring', () => {
	expect(undocumented(join(ROOT, 'engine', 'index.ts'))).toEqual([]);
});

it('a function without one is found', () => {
	expect(undocumented(join(ROOT, 'test', 'fixtures', 'undocumented.ts'))).toEqual([
		'test/fixtures/undocumented.ts: bare',
	]);
});
