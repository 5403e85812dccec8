/**
 * A module as Node loads it, not jest: the same one for all test files that this process runs. Jest loads modules anew for
 * each file, which costs more than many a file's tests; and what a module has open ends with the file.
 */
export const once = <T>(name: string): T =>
	process.getBuiltinModule('node:module').createRequire(__filename)(name) as T;
