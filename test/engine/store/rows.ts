import { insertMany, type NewRow } from '../../../engine/store';
import type { Harness } from '../../support/harness';

/* Timers have every kind of column, refer to nothing and are referred to by nothing: good rows to try a store with. */

export const timer = (subject: string, changes: Partial<NewRow<'timer'>> = {}): NewRow<'timer'> => ({
	subject,
	kind: 'test',
	due_at: 0,
	revision: 0,
	attempts: 0,
	last_error: null,
	lane: '',
	urgency: 2,
	...changes,
});
export const many = (count: number, changes: Partial<NewRow<'timer'>> = {}) =>
	Array.from({ length: count }, (_, i) => timer(`t${i}`, changes));
export const insert = ({ engine }: Harness, ...rows: NewRow<'timer'>[]) =>
	engine.transaction((trx) => insertMany(trx, 'timer', rows));
export const clear = ({ engine }: Harness) => engine.transaction((trx) => trx.deleteFrom('timer').execute());
export const timers = ({ engine }: Harness) =>
	engine.store.read((db) => db.selectFrom('timer').selectAll().orderBy('subject').execute());
export const subjects = async (harness: Harness) => (await timers(harness)).map(({ subject }) => subject);

/** What people write, and what a careless store would change. */
export const TEXTS = {
	Chinese: '请在两个工作日内回复：张伟（采购部）',
	'emoji of several code points': '👩🏽‍💻 🇩🇪 ✅',
	quotes: `"double" 'single' \`back\` “curly”`,
	backslashes: 'C:\\temp\\new \\u0041 \\\\server',
	'what looks like SQL and like a parameter': `'); drop table timer; -- $1 ? :name`,
	'white space at both ends and in lines': '\t one\r\ntwo\n ',
	nothing: '',
	JSON: JSON.stringify({ a: [1, null, '"'] }),
	'combining marks, not normalised': 'e\u0301 ≠ é',
	'a long text': 'Größe × '.repeat(20_000),
};
